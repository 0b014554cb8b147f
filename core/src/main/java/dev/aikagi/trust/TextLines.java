package dev.aikagi.trust;

import java.util.ArrayList;
import java.util.List;

/** Lines as getline(3) and C strings see them. */
final class TextLines {
  private TextLines() {}

  /** Without their line feeds; a last line without one counts too, an empty rest does not. */
  static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      lines.add(text.substring(from, end < 0 ? text.length() : end));
      from = end < 0 ? text.length() : end + 1;
    }
    return lines;
  }

  static String untilNul(String line) {
    int nul = line.indexOf('\0');
    return nul < 0 ? line : line.substring(0, nul);
  }
}
