package dev.aikagi.tools.explain;

/** Commands for sh that change one file by sed(1), and texts inside of its scripts. */
public final class Sed {
  private static final String SPECIAL = "\\/.*[]^$";

  private Sed() {}

  public static String command(String file, String script) {
    return Sh.line("sed", "-i", script, file);
  }

  /** The line stays there as a comment. */
  public static String comment(String file, int line) {
    return command(file, line + "s/^/#/");
  }

  /** The first occurrence of a text in a line becomes another. */
  public static String substitution(int line, String before, String after) {
    return line + "s/" + pattern(before) + "/" + text(after) + "/";
  }

  /** The whole line becomes another. */
  public static String whole(int line, String after) {
    return line + "s/.*/" + text(after) + "/";
  }

  /** A pattern that matches this text and no other. */
  private static String pattern(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        out.append('\\');
      }
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  /** A replacement that stands for exactly this text. */
  private static String text(String text) {
    return text.replace("\\", "\\\\").replace("/", "\\/").replace("&", "\\&");
  }
}
