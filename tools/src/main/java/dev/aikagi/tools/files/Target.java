package dev.aikagi.tools.files;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where to connect and what to do there: {@code sftp://[user@]host[:port][/path]} or {@code
 * [user@]host[:path]}.
 *
 * @param host without brackets; never empty
 * @param path what to get, or the folder to begin in; relative to the start folder
 */
public record Target(Optional<String> user, String host, OptionalInt port, Optional<String> path) {
  private static final String SFTP = "sftp://";

  /** Reads it as octets, as sftp has it; empty if it is malformed. */
  public static Optional<Target> parse(String text) {
    return text.startsWith(SFTP) ? uri(text.substring(SFTP.length())) : plain(text);
  }

  /** Of a URI, what is behind its scheme and the two slashes. */
  public static Optional<Target> uri(String text) {
    int slash = text.indexOf('/');
    String authority = slash < 0 ? text : text.substring(0, slash);
    Optional<String> path = Optional.empty();
    if (slash >= 0 && slash + 1 < text.length()) {
      path = decoded(text.substring(slash + 1));
      if (path.isEmpty()) {
        return Optional.empty();
      }
    }
    int at = authority.lastIndexOf('@');
    Optional<String> user = Optional.empty();
    if (at >= 0) {
      // Connection parameters (";fingerprint=...") are part of no released URI scheme: skipped.
      int end = authority.indexOf(';');
      user = decoded(authority.substring(0, end >= 0 && end < at ? end : at));
      if (user.filter(u -> !u.isEmpty()).isEmpty()) {
        return Optional.empty();
      }
    }
    return hostPort(user, authority.substring(at + 1), path);
  }

  private static Optional<Target> hostPort(
      Optional<String> user, String text, Optional<String> path) {
    int colon = text.indexOf(':');
    String host = text;
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        return Optional.empty();
      }
      host = text.substring(1, close);
      colon = close + 1 < text.length() ? close + 1 : -1;
      if (colon >= 0 && text.charAt(colon) != ':') {
        return Optional.empty();
      }
    } else if (colon >= 0) {
      host = text.substring(0, colon);
    }
    OptionalInt port = OptionalInt.empty();
    if (colon >= 0) {
      port = port(text.substring(colon + 1));
      if (port.isEmpty()) {
        return Optional.empty();
      }
    }
    return host.isEmpty() ? Optional.empty() : Optional.of(new Target(user, host, port, path));
  }

  /** 1 to 65535. */
  public static OptionalInt port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= 0xffff ? OptionalInt.of(port) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Percent-decoded; empty for a broken escape and for a NUL (CVE-2025-61985). */
  private static Optional<String> decoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        c = (char) (16 * high + low);
        i += 2;
      }
      if (c == 0) {
        return Optional.empty();
      }
      out.append(c);
    }
    return Optional.of(out.toString());
  }

  /** Of the form {@code [user@]host[:path]}. */
  public static Optional<Target> plain(String text) {
    int colon = colon(text);
    String where = colon < 0 ? text : text.substring(0, colon);
    Optional<String> path = Optional.empty();
    if (colon >= 0) {
      String after = text.substring(colon + 1);
      path = Optional.of(after.isEmpty() ? "." : after);
    }
    int at = where.lastIndexOf('@');
    String host = where.substring(at + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    Optional<String> user = at > 0 ? Optional.of(where.substring(0, at)) : Optional.empty();
    return host.isEmpty()
        ? Optional.empty()
        : Optional.of(new Target(user, host, OptionalInt.empty(), path));
  }

  /** The colon before a path, which is in no brackets and behind no slash; -1 if there is none. */
  public static int colon(String text) {
    boolean brackets = text.startsWith("[");
    // An empty host is none.
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@' && text.startsWith("[", i + 1)) {
        brackets = true;
      } else if (c == ']' && brackets) {
        brackets = false;
      } else if (c == ':' && !brackets) {
        return i == 0 ? -1 : i;
      } else if (c == '/' && !brackets) {
        return -1;
      }
    }
    return -1;
  }
}
