package dev.aikagi.tools.sftpserver;

/** The value of -d, in which %% %d and %u stand for something. */
final class StartFolder {
  private StartFolder() {}

  /** What is wrong with it; empty where nothing is. */
  static String fault(String pattern) {
    for (int i = pattern.indexOf('%'); i >= 0; i = pattern.indexOf('%', i + 2)) {
      if (i + 1 == pattern.length()) {
        return "percent_expand: trailing %";
      }
      if ("%du".indexOf(pattern.charAt(i + 1)) < 0) {
        return "percent_expand: unknown key %" + pattern.charAt(i + 1);
      }
    }
    return "";
  }

  /** A pattern without fault, with the user's home and name in it. */
  static String expand(String pattern, String home, String user) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int i = pattern.indexOf('%'); i >= 0; i = pattern.indexOf('%', from)) {
      out.append(pattern, from, i);
      switch (pattern.charAt(i + 1)) {
        case 'd' -> out.append(home);
        case 'u' -> out.append(user);
        default -> out.append('%');
      }
      from = i + 2;
    }
    out.append(pattern, from, pattern.length());
    return out.toString();
  }
}
