package dev.aikagi.tools.files;

/** Words for sh, which has bytes where the runtime has only the encoding of the locale. */
public final class ShellWord {
  private ShellWord() {}

  /**
   * As a word of sh: ASCII in plain quotes, the rest as printf(1) makes it. A line feed is in
   * quotes too, as the shell takes those at the end from what a program says.
   */
  public static String of(String octets) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < octets.length()) {
      int end = at;
      boolean plain = octets.charAt(at) < 0x80;
      while (end < octets.length() && octets.charAt(end) < 0x80 == plain) {
        end++;
      }
      String run = octets.substring(at, end);
      out.append(plain ? "'" + run.replace("'", "'\\''") + "'" : printed(run));
      at = end;
    }
    return out.isEmpty() ? "''" : out.toString();
  }

  private static String printed(String octets) {
    StringBuilder out = new StringBuilder("\"$(printf '");
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      out.append('\\').append((char) ('0' + (c >> 6)));
      out.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
    }
    return out.append("')\"").toString();
  }
}
