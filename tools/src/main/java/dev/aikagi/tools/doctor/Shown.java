package dev.aikagi.tools.doctor;

import dev.aikagi.Printable;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A change as it is shown before it is made. */
final class Shown {
  private static final int MAX_LINE = 160;
  private static final int MAX_LINES = 40;

  private Shown() {}

  static List<String> lines(Fix fix, Texts texts) {
    return switch (fix) {
      case Fix.Mode m ->
          List.of(
              texts.text(
                  Words.of(
                      "fix.mode",
                      "file",
                      m.path(),
                      "before",
                      octal(m.before()),
                      "after",
                      octal(m.after()))));
      case Fix.Owner o ->
          List.of(texts.text(Words.of("fix.owner", "file", o.path(), "name", o.name())));
      case Fix.Folder f ->
          List.of(texts.text(Words.of("fix.folder", "file", f.path(), "mode", f.mode())));
      case Fix.Content c -> content(c, texts);
    };
  }

  private static String octal(int mode) {
    return String.format("0%03o", mode);
  }

  private static List<String> content(Fix.Content fix, Texts texts) {
    List<String> before = LineChanges.lines(fix.before());
    List<String> lines = new ArrayList<>();
    lines.add(texts.text(Words.of("fix.content", "file", fix.path())));
    for (LineChanges.Hunk hunk : LineChanges.of(fix.before(), fix.after()).hunks()) {
      before.subList(hunk.first(), hunk.end()).forEach(l -> lines.add(shown("-", l)));
      hunk.lines().forEach(l -> lines.add(shown("+", l)));
    }
    if (lines.size() > MAX_LINES) {
      lines.subList(MAX_LINES, lines.size()).clear();
      lines.add("...");
    }
    return lines;
  }

  /** A carriage return is what may be at fault, so it is seen. */
  private static String shown(String mark, String line) {
    String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return mark + " " + Printable.of(text.replaceFirst("\n$", ""), MAX_LINE);
  }
}
