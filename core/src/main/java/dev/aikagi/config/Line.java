package dev.aikagi.config;

import org.jspecify.annotations.Nullable;

/**
 * A line's keyword as written, and what follows it without leading blanks.
 *
 * @param keyword the first word
 * @param rest everything else; empty if there is nothing
 */
record Line(String keyword, String rest) {
  private static final String BLANKS = " \t\r\n";

  /** Splits a line; null for one that says nothing: empty, or a comment. */
  static @Nullable Line split(String text) {
    String line = stripped(text);
    int start = 0;
    while (start < line.length() && BLANKS.indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    if (start == line.length() || line.charAt(start) == '#') {
      return null;
    }
    if (line.charAt(start) == '"') {
      int close = line.indexOf('"', start + 1);
      return close < 0 ? null : of(line.substring(start + 1, close), line, close + 1, false);
    }
    int end = start;
    while (end < line.length()
        && BLANKS.indexOf(line.charAt(end)) < 0
        && line.charAt(end) != '='
        && line.charAt(end) != '"') {
      end++;
    }
    return of(line.substring(start, end), line, end, true);
  }

  /** One equals sign may stand between the keyword and the rest. */
  private static Line of(String keyword, String line, int end, boolean equals) {
    int rest = skipBlanks(line, end);
    if (equals && rest < line.length() && line.charAt(rest) == '=') {
      rest = skipBlanks(line, rest + 1);
    }
    return new Line(keyword, line.substring(rest));
  }

  private static int skipBlanks(String line, int from) {
    int i = from;
    while (i < line.length() && BLANKS.indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Without blanks at the end; a form feed counts as one only there. */
  private static String stripped(String text) {
    int end = text.length();
    while (end > 1 && (BLANKS.indexOf(text.charAt(end - 1)) >= 0 || text.charAt(end - 1) == '\f')) {
      end--;
    }
    return text.substring(0, end);
  }
}
