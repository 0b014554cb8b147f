package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import dev.aikagi.pattern.Patterns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of one known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), line for line, so that
 * an edit keeps what it does not understand. Immutable; {@link KnownHostsEdit} makes changed texts.
 */
public final class KnownHostsFile {
  private final String file;
  private final List<Line> lines;

  /** What stands before the host names. */
  public enum Marker {
    NONE(""),
    CERT_AUTHORITY("@cert-authority"),
    REVOKED("@revoked");

    private final String word;

    Marker(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** One line, without its line feed. */
  public sealed interface Line {
    /** Counted from 1. */
    int number();

    String text();

    /** Empty, or a comment. */
    record Blank(int number, String text) implements Line {}

    /** A line that cannot be understood; it is kept, and says nothing about any host. */
    record Broken(int number, String text, String detail) implements Line {}

    /**
     * Hosts and a key.
     *
     * @param hosts patterns, or one hashed name
     * @param rawKey the rest of the line from the key's type on
     * @param blob null where the base64 behind the type is faulty: such a line vouches for nobody
     */
    record Entry(
        int number,
        String text,
        Marker marker,
        String hosts,
        String rawKey,
        KeyType type,
        @Nullable Bytes blob,
        String comment)
        implements Line {
      public boolean hashed() {
        return HashedName.looksHashed(hosts);
      }

      /**
       * Whether the line is about this name.
       *
       * @param name as {@link KnownHostsFile#name} writes it
       */
      public boolean matches(String name) {
        String raw = raw(name);
        return hashed()
            ? HashedName.parse(hosts).filter(h -> h.matches(raw)).isPresent()
            : Patterns.matchesHostList(raw, hosts);
      }

      /**
       * As {@link #matches}, but a hashed name only by these very letters, as {@code ssh-keygen -F}
       * and {@code -R} look for it.
       */
      public boolean matchesAsGiven(String name) {
        return hashed()
            ? HashedName.parse(hosts).filter(h -> h.matches(bytes(name))).isPresent()
            : matches(name);
      }

      /** Whether the hosts are more than names: such a line cannot be hashed. */
      public boolean hasWildcard() {
        return hosts.indexOf('*') >= 0 || hosts.indexOf('?') >= 0 || hosts.indexOf('!') >= 0;
      }

      /**
       * The lines that say the same of hashed names, one for each name up to an empty one, each
       * with its line feed. Only for a line of plain names without a marker.
       */
      public String hashedLines() {
        StringBuilder lines = new StringBuilder();
        for (String name : hosts.split(",", -1)) {
          if (name.isEmpty()) {
            break;
          }
          lines.append(HashedName.of(Patterns.lower(name))).append(' ').append(rawKey).append('\n');
        }
        return lines.toString();
      }
    }
  }

  private KnownHostsFile(String file, List<Line> lines) {
    this.file = file;
    this.lines = List.copyOf(lines);
  }

  /**
   * Parses a file of any content; nothing is refused as a whole.
   *
   * @param file as reasons name it
   */
  public static KnownHostsFile parse(String file, byte[] text) {
    List<Line> lines = new ArrayList<>();
    // Latin-1 keeps every byte as it was for the edits.
    for (String line : TextLines.split(new String(text, StandardCharsets.ISO_8859_1))) {
      lines.add(line(lines.size() + 1, line));
    }
    return new KnownHostsFile(file, lines);
  }

  private static Line line(int number, String text) {
    String line = TextLines.untilNul(text);
    int start = KeyText.skipBlanks(line, 0);
    if (start == line.length() || line.charAt(start) == '#') {
      return new Line.Blank(number, text);
    }
    Marker marker = Marker.NONE;
    if (line.charAt(start) == '@') {
      // OpenSSH does not see a marker with a tab behind it, and so does not revoke what somebody
      // wanted revoked. Here a tab is a blank as everywhere else.
      int end = KeyText.wordEnd(line, start);
      Optional<Marker> known = marker(line.substring(start, end));
      start = KeyText.skipBlanks(line, end);
      if (known.isEmpty() || start == line.length() || line.charAt(start) == '@') {
        return new Line.Broken(number, text, "invalid marker");
      }
      marker = known.get();
    }
    int hostsEnd = KeyText.wordEnd(line, start);
    String hosts = line.substring(start, hostsEnd);
    if (HashedName.looksHashed(hosts) && HashedName.parse(hosts).isEmpty()) {
      return new Line.Broken(number, text, "bad host hash");
    }
    return entry(number, text, line, marker, hosts, KeyText.skipBlanks(line, hostsEnd));
  }

  private static Line entry(
      int number, String text, String line, Marker marker, String hosts, int keyStart) {
    if (keyStart == line.length() || line.charAt(keyStart) == '#') {
      return new Line.Broken(number, text, "truncated before key type");
    }
    int typeEnd = KeyText.wordEnd(line, keyStart);
    Optional<KeyType> type = KeyType.named(line.substring(keyStart, typeEnd));
    if (type.isEmpty()) {
      return new Line.Broken(number, text, "unknown key type");
    }
    int keyText = KeyText.skipBlanks(line, typeEnd);
    if (keyText == line.length() || line.charAt(keyText) == '#') {
      return new Line.Broken(number, text, "truncated after key type");
    }
    String rawKey = line.substring(keyStart);
    try {
      KeyText key = KeyText.read(line, keyStart);
      return new Line.Entry(
          number, text, marker, hosts, rawKey, key.type(), key.blob(), key.comment());
    } catch (MalformedException e) {
      return new Line.Entry(number, text, marker, hosts, rawKey, type.get(), null, "");
    }
  }

  private static Optional<Marker> marker(String word) {
    for (Marker m : Marker.values()) {
      if (m != Marker.NONE && m.word().equals(word)) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }

  /** How known_hosts names a host: with brackets and the port where it is not 22. */
  public static String name(String host, int port) {
    String lower = Patterns.lower(host);
    return port == 0 || port == 22 ? lower : "[" + lower + "]:" + port;
  }

  /** A name as the lines hold it: in lower case, and each byte of its UTF-8 as one character. */
  static String raw(String name) {
    return bytes(Patterns.lower(name));
  }

  private static String bytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  public String file() {
    return file;
  }

  public List<Line> lines() {
    return lines;
  }

  /** All lines about this name, those with markers too. */
  public List<Line.Entry> find(String name) {
    List<Line.Entry> found = new ArrayList<>();
    for (Line line : lines) {
      if (line instanceof Line.Entry entry && entry.matches(name)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** Lines that cannot be understood, for a report. */
  public List<Line> faulty() {
    return lines.stream()
        .filter(l -> l instanceof Line.Broken || (l instanceof Line.Entry e && e.blob() == null))
        .toList();
  }
}
