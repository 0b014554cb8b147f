package dev.aikagi.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who connected, and where to; unresolved names are never looked up.
 *
 * @param number counts the connections of this process, for the log
 */
public record Peer(long number, InetSocketAddress remote, InetSocketAddress local) {
  private static final AtomicLong NUMBERS = new AtomicLong();

  public static Peer of(InetSocketAddress remote, InetSocketAddress local) {
    return new Peer(NUMBERS.incrementAndGet(), remote, local);
  }

  /** Whoever is at the other end of a connection that has no addresses, such as a pair of pipes. */
  public static Peer unknown() {
    // As OpenSSH names them, in logs and to programs.
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("UNKNOWN", 65535);
    return of(nowhere, nowhere);
  }

  /** The remote address as a number, as logs have it. */
  public String address() {
    InetAddress address = remote.getAddress();
    return address == null ? remote.getHostString() : withoutZone(address.getHostAddress());
  }

  public int port() {
    return remote.getPort();
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
