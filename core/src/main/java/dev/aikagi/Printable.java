package dev.aikagi;

/**
 * Makes text of the peer safe for a terminal and a log: no control character, no escape sequence,
 * no line break that forges another log line (CVE-2019-6109 and its kind).
 */
public final class Printable {
  private Printable() {}

  /**
   * One line: every control and format character becomes \ooo, as vis(3) writes it; at most limit
   * characters.
   */
  public static String of(String text, int limit) {
    return escape(text, limit, false);
  }

  /**
   * As {@link #of}, but line feed and tab stay: for banners and prompts that may have several
   * lines.
   */
  public static String lines(String text, int limit) {
    return escape(text.replace("\r\n", "\n"), limit, true);
  }

  private static String escape(String text, int limit, boolean keepLines) {
    int end = Math.min(text.length(), limit);
    StringBuilder out = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (keepLines && (c == '\n' || c == '\t')) {
        out.append(c);
      } else if (isUnsafe(c)) {
        octets(out, c);
      } else {
        out.append(c);
      }
    }
    return end < text.length() ? out.append("...").toString() : out.toString();
  }

  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    // FORMAT holds the bidirectional overrides, which reorder what a person reads.
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static void octets(StringBuilder out, char c) {
    for (byte b : String.valueOf(c).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      int v = b & 0xff;
      out.append('\\')
          .append((char) ('0' + (v >> 6)))
          .append((char) ('0' + ((v >> 3) & 7)))
          .append((char) ('0' + (v & 7)));
    }
  }
}
