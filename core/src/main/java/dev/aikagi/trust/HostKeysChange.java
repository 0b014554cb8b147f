package dev.aikagi.trust;

import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.KnownHostsFile.Line;
import dev.aikagi.trust.KnownHostsFile.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the keys that a host announces (UpdateHostKeys) would change in the user's known_hosts
 * files. Only lines that ssh itself could have written may go: one for a pattern, or for a second
 * host, is another host's pin, and a marker is the word of a person.
 *
 * @param fresh announced keys that no line about the host holds
 * @param obsolete lines about the host whose key it no longer announces
 * @param obstacle why nothing may be changed
 */
public record HostKeysChange(
    List<PublicKey> fresh, List<Line.Entry> obsolete, Optional<String> obstacle) {
  private static final String COMPLEX =
      "CA/revocation marker, manual host list or wildcard host pattern found";
  private static final String OTHER_NAME = "host key found matching a different name/address";

  public HostKeysChange {
    fresh = List.copyOf(fresh);
    obsolete = List.copyOf(obsolete);
  }

  /**
   * Looks through all files.
   *
   * @param name as {@link KnownHostsFile#name} writes it
   * @param address a second name for the same keys, or null
   */
  public static HostKeysChange of(
      List<KnownHostsFile> files, String name, @Nullable String address, List<PublicKey> keys) {
    List<PublicKey> fresh = new ArrayList<>(keys);
    List<Line.Entry> about = new ArrayList<>();
    List<Line.Entry> others = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line line : file.lines()) {
        if (line instanceof Line.Entry entry) {
          (KnownHostsEdit.isAbout(entry, name, address) ? about : others).add(entry);
        }
      }
    }
    List<Line.Entry> obsolete = new ArrayList<>();
    for (Line.Entry entry : about) {
      fresh.removeIf(k -> KnownHostsEdit.holds(entry, k));
      if (!holdsOneOf(entry, keys)) {
        obsolete.add(entry);
      }
    }
    return new HostKeysChange(
        fresh, obsolete, obstacle(about, others, obsolete, keys, name, address));
  }

  private static Optional<String> obstacle(
      List<Line.Entry> about,
      List<Line.Entry> others,
      List<Line.Entry> obsolete,
      List<PublicKey> keys,
      String name,
      @Nullable String address) {
    if (about.stream().anyMatch(e -> e.marker() != Marker.NONE || isComplex(e))) {
      return Optional.of(COMPLEX);
    }
    boolean mixed =
        address != null
            && about.stream()
                .anyMatch(
                    e -> e.hosts().indexOf(',') >= 0 && !(e.matches(name) && e.matches(address)));
    if (mixed || others.stream().anyMatch(e -> holdsOneOf(e, keys))) {
      return Optional.of(OTHER_NAME);
    }
    for (Line.Entry gone : obsolete) {
      if (others.stream()
          .anyMatch(e -> gone.blob() != null && Objects.equals(gone.blob(), e.blob()))) {
        return Optional.of("key(s) for " + name + " exist under other names");
      }
    }
    return Optional.empty();
  }

  private static boolean holdsOneOf(Line.Entry entry, List<PublicKey> keys) {
    return keys.stream().anyMatch(k -> KnownHostsEdit.holds(entry, k));
  }

  /** A wildcard, or more than a name and its address. */
  private static boolean isComplex(Line.Entry entry) {
    String hosts = entry.hosts();
    int comma = hosts.indexOf(',');
    return entry.hasWildcard() || (comma >= 0 && hosts.indexOf(',', comma + 1) >= 0);
  }
}
