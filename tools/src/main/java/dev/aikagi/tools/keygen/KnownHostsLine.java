package dev.aikagi.tools.keygen;

import dev.aikagi.key.KeyType;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of a known_hosts file, taken apart without parsing its key: editing must keep what it does
 * not understand.
 *
 * @param text the whole line as it stands
 * @param hosts the second field, or the first where there is no marker
 * @param rest type, key and comment
 */
record KnownHostsLine(String text, Status status, Marker marker, String hosts, String rest) {
  /** What kind of line it is. */
  enum Status {
    /** Blank or a comment. */
    COMMENT,
    INVALID,
    ENTRY
  }

  /** The word before the hosts. */
  enum Marker {
    NONE(""),
    CERT_AUTHORITY("CA"),
    REVOKED("REVOKED");

    private final String shown;

    Marker(String shown) {
      this.shown = shown;
    }

    /** As -F prints it. */
    String shown() {
      return shown;
    }
  }

  static KnownHostsLine parse(String text) {
    String line = text.strip();
    if (line.isEmpty() || line.charAt(0) == '#') {
      return new KnownHostsLine(text, Status.COMMENT, Marker.NONE, "", "");
    }
    Marker marker = Marker.NONE;
    if (line.charAt(0) == '@') {
      int end = wordEnd(line);
      Optional<Marker> found = marker(line.substring(0, end));
      if (found.isEmpty()) {
        return invalid(text);
      }
      marker = found.get();
      line = line.substring(end).strip();
    }
    int end = wordEnd(line);
    String rest = line.substring(end).strip();
    int typeEnd = wordEnd(rest);
    String key = rest.substring(typeEnd).strip();
    if (end == 0 || key.isEmpty() || key.charAt(0) == '#' || !keyType(rest.substring(0, typeEnd))) {
      return invalid(text);
    }
    return new KnownHostsLine(text, Status.ENTRY, marker, line.substring(0, end), rest);
  }

  private static KnownHostsLine invalid(String text) {
    return new KnownHostsLine(text, Status.INVALID, Marker.NONE, "", "");
  }

  /** Also types of the future: the line is kept as it is, and only prose is to be told apart. */
  private static boolean keyType(String name) {
    return KeyType.named(name).isPresent()
        || name.startsWith("ssh-")
        || name.startsWith("sk-")
        || name.startsWith("ecdsa-");
  }

  private static Optional<Marker> marker(String word) {
    return switch (word) {
      case "@cert-authority" -> Optional.of(Marker.CERT_AUTHORITY);
      case "@revoked" -> Optional.of(Marker.REVOKED);
      default -> Optional.empty();
    };
  }

  private static int wordEnd(String line) {
    int i = 0;
    while (i < line.length() && line.charAt(i) != ' ' && line.charAt(i) != '\t') {
      i++;
    }
    return i;
  }

  boolean hashed() {
    return hosts.startsWith("|");
  }

  boolean wildcards() {
    return hosts.indexOf('*') >= 0 || hosts.indexOf('?') >= 0 || hosts.indexOf('!') >= 0;
  }

  /**
   * Whether this entry is about the host; a pattern with ! excludes it. As in OpenSSH, letters of
   * any case match a pattern, and a hash only the name as it is given.
   */
  boolean matches(String host) {
    if (status != Status.ENTRY) {
      return false;
    }
    if (hashed()) {
      return HashedHost.parse(hosts).map(h -> h.matches(host)).orElse(false);
    }
    boolean any = false;
    for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",", -1)) {
      boolean negated = pattern.startsWith("!");
      if (glob(negated ? pattern.substring(1) : pattern, host.toLowerCase(Locale.ROOT))) {
        if (negated) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** * and ? of match_pattern(3), in time linear in both lengths but for the product of stars. */
  static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
