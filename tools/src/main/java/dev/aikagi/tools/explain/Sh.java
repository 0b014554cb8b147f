package dev.aikagi.tools.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines for sh as a person would type them: quoted only where that is needed. */
public final class Sh {
  private static final String PLAIN = "/._-+=@:,%~";

  private Sh() {}

  /** The words, quoted where needed, with blanks between them. */
  public static String line(Object... words) {
    return line(Arrays.stream(words).map(String::valueOf).toList());
  }

  public static String line(List<String> words) {
    return words.stream().map(Sh::word).collect(Collectors.joining(" "));
  }

  /** A script that root has a user run, with no more rights than his. */
  public static String as(String user, String script) {
    return line("su", user, "-s", "/bin/sh", "-c", script);
  }

  /** One word that stands for exactly this text. */
  public static String word(String text) {
    boolean plain =
        !text.isEmpty()
            && text.charAt(0) != '~'
            && text.chars()
                .allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0);
    return plain ? text : quoted(text);
  }

  /** A control character is made by printf: what is shown must not move a cursor. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        out.append("'\\''");
      } else if (c != '\n' && Character.isISOControl(c) && c < 0x80) {
        out.append(String.format("'\"$(printf '\\%03o')\"'", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append("'").toString();
  }
}
