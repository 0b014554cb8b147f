package dev.aikagi.tools.files;

/**
 * One component of a path with wildcards, as glob(3) has them: ?, *, [..] with ranges, ! and
 * classes, and a backslash before what is meant itself. Bytes are matched, not characters.
 */
public final class Pattern {
  private final String text;

  public Pattern(String text) {
    this.text = text;
  }

  /** Whether there is any wildcard that is not escaped. */
  public static boolean isOne(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '*', '?' -> {
          return true;
        }
        case '[' -> {
          if (text.indexOf(']', i + 1) >= 0) {
            return true;
          }
        }
        case '\\' -> i++;
        default -> {}
      }
    }
    return false;
  }

  /** A pattern that fits this text alone; slashes stay as they are. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("?*[]\\".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /** The text with its backslashes taken away. */
  public static String literal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }

  /**
   * Whether the name fits. A name that begins with a dot needs one in the pattern. The last star is
   * remembered and no other, so the time is bounded by the product of the two lengths.
   */
  public boolean matches(String name) {
    if (name.startsWith(".") && !text.startsWith(".")) {
      return false;
    }
    int at = 0;
    int in = 0;
    int star = -1;
    int starIn = 0;
    while (in < name.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at++;
        starIn = in;
        continue;
      }
      int next = at < text.length() ? step(at, name.charAt(in)) : -1;
      if (next >= 0) {
        at = next;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++starIn;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  /** Where the pattern goes on if what stands here is this character; else -1. */
  private int step(int at, char c) {
    switch (text.charAt(at)) {
      case '?' -> {
        return at + 1;
      }
      case '[' -> {
        int end = setEnd(at);
        if (end >= 0) {
          return inSet(at + 1, end, c) ? end + 1 : -1;
        }
      }
      case '\\' -> {
        if (at + 1 < text.length()) {
          return text.charAt(at + 1) == c ? at + 2 : -1;
        }
      }
      default -> {}
    }
    return text.charAt(at) == c ? at + 1 : -1;
  }

  /** Where the set that begins here has its bracket; -1 if it has none. */
  private int setEnd(int at) {
    int i = at + 1;
    if (i < text.length() && (text.charAt(i) == '!' || text.charAt(i) == '^')) {
      i++;
    }
    if (text.startsWith("]", i)) {
      i++; // The first one is a member.
    }
    for (; i < text.length(); i++) {
      if (text.startsWith("[:", i)) {
        int end = text.indexOf(":]", i + 2);
        i = end < 0 ? i : end + 1;
      } else if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ']') {
        return i;
      }
    }
    return -1;
  }

  private boolean inSet(int from, int end, char c) {
    boolean negated = text.charAt(from) == '!' || text.charAt(from) == '^';
    boolean found = false;
    for (int i = negated ? from + 1 : from; i < end; i++) {
      if (text.startsWith("[:", i) && text.indexOf(":]", i + 2) >= 0) {
        int close = text.indexOf(":]", i + 2);
        found |= inClass(text.substring(i + 2, close), c);
        i = close + 1;
        continue;
      }
      if (text.charAt(i) == '\\' && i + 1 < end) {
        i++;
      }
      char low = text.charAt(i);
      char high = low;
      if (i + 2 < end && text.charAt(i + 1) == '-') {
        i += 2;
        if (text.charAt(i) == '\\' && i + 1 < end) {
          i++;
        }
        high = text.charAt(i);
      }
      found |= low <= c && c <= high;
    }
    return found != negated;
  }

  private static boolean inClass(String name, char c) {
    boolean lower = c >= 'a' && c <= 'z';
    boolean upper = c >= 'A' && c <= 'Z';
    boolean digit = c >= '0' && c <= '9';
    boolean visible = c > ' ' && c < 0x7f;
    return switch (name) {
      case "alnum" -> lower || upper || digit;
      case "alpha" -> lower || upper;
      case "blank" -> c == ' ' || c == '\t';
      case "cntrl" -> c < ' ' || c == 0x7f;
      case "digit" -> digit;
      case "graph" -> visible;
      case "lower" -> lower;
      case "print" -> visible || c == ' ';
      case "punct" -> visible && !lower && !upper && !digit;
      case "space" -> c == ' ' || (c >= '\t' && c <= '\r');
      case "upper" -> upper;
      case "xdigit" -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      default -> false;
    };
  }
}
