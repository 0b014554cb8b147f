package dev.aikagi.tools.explain;

import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.CellWidth;
import org.jspecify.annotations.Nullable;

/**
 * What text is written on.
 *
 * @param columns where lines wrap; 0 for not at all
 * @param colour whether colours and symbols are wanted: on a terminal, and there only
 */
public record Paper(int columns, boolean colour) {
  public static final Paper PLAIN = new Paper(0, false);

  private static final int LEAST = 20;
  private static final int USUAL = 80;

  /** Lines longer than this are hard to read, however wide the terminal is. */
  private static final int MOST = 110;

  /**
   * What standard output is.
   *
   * @param noColour the variable NO_COLOR, whose presence alone counts; null where it is not set
   */
  public static Paper ofOutput(boolean terminal, @Nullable String noColour) {
    boolean plain = noColour != null && !noColour.isEmpty();
    return terminal ? new Paper(Math.min(MOST, terminalWidth()), !plain) : PLAIN;
  }

  private static int terminalWidth() {
    try {
      int columns = Terminal.of(1).windowSize().columns();
      return columns > 0 ? columns : USUAL;
    } catch (PosixException e) {
      // A terminal without a size.
      return USUAL;
    }
  }

  /** How a kind of text looks. */
  enum Style {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    FAULT("31"),
    NOTE("33"),
    COMMAND("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  String styled(Style style, String text) {
    return colour && !style.code.isEmpty() ? "\033[" + style.code + "m" + text + "\033[0m" : text;
  }

  /**
   * One paragraph.
   *
   * @param first what stands before the first line; the others are indented by its width
   */
  String paragraph(String first, Style style, String text) {
    int indent = width(first);
    StringBuilder out = new StringBuilder(first);
    int room = columns == 0 ? Integer.MAX_VALUE : Math.max(LEAST, columns - indent);
    int at = 0;
    while (true) {
      int end = lineEnd(text, at, room);
      out.append(styled(style, text.substring(at, end).stripTrailing())).append('\n');
      at = end;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (at >= text.length()) {
        return out.toString();
      }
      out.append(" ".repeat(indent));
    }
  }

  /** After the last blank that fits, or between wide characters, which are written without any. */
  private static int lineEnd(String text, int start, int room) {
    int width = 0;
    int best = -1;
    int at = start;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int cells = CellWidth.of(point);
      if (width + cells > room) {
        return point == ' ' ? at : best > start ? best : Math.max(at, start + 1);
      }
      width += cells;
      at += Character.charCount(point);
      boolean closes = at < text.length() && "。、）」』:,.".indexOf(text.charAt(at)) >= 0;
      if (point == ' ' || (cells == 2 && !closes)) {
        best = at;
      }
    }
    return at;
  }

  static int width(String text) {
    return text.replaceAll("\033\\[[0-9;]*m", "").codePoints().map(CellWidth::of).sum();
  }
}
