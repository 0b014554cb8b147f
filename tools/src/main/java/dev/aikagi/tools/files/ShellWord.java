package dev.aikagi.tools.files;

/** Words for sh, which has bytes where the runtime has only the encoding of the locale. */
public final class ShellWord {
  private ShellWord() {}

  /** As a word of sh; in plain quotes as long as it is ASCII. */
  public static String of(String octets) {
    boolean plain = octets.chars().allMatch(c -> c < 0x80);
    if (plain) {
      return "'" + octets.replace("'", "'\\''") + "'";
    }
    StringBuilder out = new StringBuilder("\"$(printf '");
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      out.append('\\').append((char) ('0' + (c >> 6)));
      out.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
    }
    return out.append("')\"").toString();
  }
}
