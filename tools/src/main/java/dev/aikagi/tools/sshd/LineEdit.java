package dev.aikagi.tools.sshd;

import dev.aikagi.tools.explain.Sed;
import java.util.List;

/** Commands that change lines of a file and nothing else in it. */
final class LineEdit {
  private static final int EDGE = 24;

  private LineEdit() {}

  /** The line that is now like this becomes like that, by the smallest substitution. */
  static String command(String file, int line, String before, String after) {
    int start = common(before, after);
    int end = 0;
    while (end < before.length() - start
        && end < after.length() - start
        && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
      end++;
    }
    while (start > 0 && !isBlank(before.charAt(start - 1))) {
      start--;
    }
    while (end > 0 && !isBlank(before.charAt(before.length() - end))) {
      end--;
    }
    String old = before.substring(start, before.length() - end);
    String next = after.substring(start, after.length() - end);
    boolean clear = !old.isBlank() && before.indexOf(old) == start;
    String script = clear ? Sed.substitution(line, old, next) : Sed.whole(line, after);
    return Sed.command(file, script);
  }

  static String deletion(String file, int line) {
    return Sed.command(file, line + "d");
  }

  /** The file then begins with this line. */
  static String first(String file, String line) {
    return Sed.command(file, "1i\\" + line.replace("\\", "\\\\"));
  }

  /** These lines stand there instead. */
  static String replacement(String file, int first, int last, List<String> lines) {
    String text = String.join("\\n", lines.stream().map(l -> l.replace("\\", "\\\\")).toList());
    return Sed.command(file, (first == last ? "" + first : first + "," + last) + "c\\" + text);
  }

  private static int common(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Short enough for a line of a report. */
  static String shown(String text) {
    String line = text.strip();
    return line.length() <= 3 * EDGE
        ? line
        : line.substring(0, 2 * EDGE) + "…" + line.substring(line.length() - EDGE);
  }
}
