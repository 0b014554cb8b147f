package dev.aikagi.tools.add;

import dev.aikagi.MalformedException;
import dev.aikagi.agent.DestinationConstraint;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.agent.DestinationConstraint.HopKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Fatal;
import dev.aikagi.trust.KnownHostsFile;
import dev.aikagi.trust.KnownHostsFile.Line;
import dev.aikagi.trust.KnownHostsFile.Marker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** -h: where keys may be used, by the host keys that known_hosts files know. */
final class Destinations {
  private static final List<String> SYSTEM =
      List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2");

  private final Desk desk;
  private final List<KnownHostsFile> files = new ArrayList<>();

  private Destinations(Desk desk) {
    this.desk = desk;
  }

  /**
   * Those of the command line.
   *
   * @throws Fatal for one that cannot be understood, or whose host nobody knows
   */
  static List<DestinationConstraint> of(AddLine line, Desk desk) throws Fatal {
    if (line.destinations().isEmpty()) {
      return List.of();
    }
    Destinations destinations = new Destinations(desk);
    destinations.read(line.hostKeyFiles());
    List<DestinationConstraint> constraints = new ArrayList<>();
    for (String text : line.destinations()) {
      DestinationConstraint c = destinations.constraint(text);
      desk.debug(
          2, "constraint " + constraints.size() + ": " + shown(c.from()) + " > " + shown(c.to()));
      constraints.add(c);
    }
    return constraints;
  }

  private static String shown(Hop hop) {
    String host = hop.equals(Hop.ORIGIN) ? "(ORIGIN)" : hop.host();
    String user = hop.user().isEmpty() ? "" : hop.user() + "@";
    return user + host + " (" + hop.keys().size() + " keys)";
  }

  private void read(List<String> given) {
    List<String> names = new ArrayList<>(given);
    if (names.isEmpty()) {
      Path own = desk.home().resolve(".ssh");
      names.add(own.resolve("known_hosts").toString());
      names.add(own.resolve("known_hosts2").toString());
      names.addAll(SYSTEM);
    }
    for (String name : names) {
      String path =
          name.startsWith("~/") ? desk.home().resolve(name.substring(2)).toString() : name;
      try {
        files.add(KnownHostsFile.parse(path, Files.readAllBytes(Path.of(path))));
      } catch (IOException e) {
        // As with ssh: a file that is not there knows nobody.
        desk.debug(1, path + ": " + dev.aikagi.key.FileFault.sentence(e));
      }
    }
  }

  private DestinationConstraint constraint(String text) throws Fatal {
    int arrow = text.indexOf('>');
    if (arrow < 0) {
      return new DestinationConstraint(Hop.ORIGIN, hop(text));
    }
    String origin = text.substring(0, arrow);
    Hop from = hop(origin);
    Hop to = hop(text.substring(arrow + 1));
    if (!from.user().isEmpty()) {
      throw new Fatal("Invalid key constraint " + origin + ": cannot specify user on 'from' host");
    }
    return new DestinationConstraint(from, to);
  }

  private Hop hop(String text) throws Fatal {
    int at = text.indexOf('@');
    String user = at < 0 ? "" : text.substring(0, at);
    String host = text.substring(at + 1);
    if (user.isEmpty() && host.isEmpty()) {
      throw new Fatal(
          "Invalid key destination constraint \"" + text + "\": does not specify user or host");
    }
    if (host.isEmpty()) {
      // The agent refuses it: it means no host.
      return new Hop(user, "", List.of());
    }
    List<HopKey> keys = keys(host);
    if (keys.isEmpty()) {
      throw new Fatal("No host keys found for destination \"" + host + "\"");
    }
    return new Hop(user, host, keys);
  }

  private List<HopKey> keys(String host) {
    List<HopKey> keys = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line.Entry entry : file.find(host)) {
        if (entry.marker() != Marker.REVOKED && entry.blob() != null) {
          try {
            PublicKey key = PublicKey.parse(entry.blob());
            keys.add(new HopKey(key, entry.marker() == Marker.CERT_AUTHORITY));
            desk.debug(3, host + ": the key of " + file.file() + ":" + entry.number());
          } catch (MalformedException e) {
            desk.debug(1, file.file() + ":" + entry.number() + ": " + e.getMessage());
          }
        }
      }
    }
    return keys;
  }
}
