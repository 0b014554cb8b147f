package dev.aikagi.agent;

import dev.aikagi.key.PublicKey;
import java.util.List;

/**
 * One step that a key may take (restrict-destination-v00@openssh.com, PROTOCOL.agent of OpenSSH):
 * to this host from that one. A key with any such constraints can be used on no other way.
 *
 * @param from {@link Hop#ORIGIN} for the machine of the agent itself; else a host that the agent is
 *     forwarded to
 */
public record DestinationConstraint(Hop from, Hop to) {
  /** As in OpenSSH. */
  public static final int MAX_CONSTRAINTS = 1024;

  /**
   * One end of a step.
   *
   * @param user a pattern of user names; empty for any, and always for where a step begins
   * @param host the name that a certificate of the host has to be valid for; people read it too
   * @param keys what the host can prove to be
   */
  public record Hop(String user, String host, List<HopKey> keys) {
    /** Where the agent runs. */
    public static final Hop ORIGIN = new Hop("", "", List.of());

    public Hop {
      keys = List.copyOf(keys);
    }

    boolean isOrigin() {
      return host.isEmpty() && keys.isEmpty();
    }

    /** For people. */
    String text() {
      return isOrigin() ? "(ORIGIN)" : user.isEmpty() ? host : user + "@" + host;
    }
  }

  /**
   * A key that a host may have.
   *
   * @param authority whether it is that of the host's authority, whose certificate the host shows
   */
  public record HopKey(PublicKey key, boolean authority) {}

  /** For people. */
  public String text() {
    return from.text() + " > " + to.text();
  }
}
