package dev.aikagi.tools.doctor;

import dev.aikagi.Bytes;
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
    List<String> before = text(fix.before());
    List<String> after = text(fix.after());
    List<String> lines = new ArrayList<>();
    lines.add(texts.text(Words.of("fix.content", "file", fix.path())));
    int start = 0;
    while (start < before.size()
        && start < after.size()
        && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < before.size() - start
        && end < after.size() - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    before.subList(start, before.size() - end).forEach(l -> lines.add(shown("-", l)));
    after.subList(start, after.size() - end).forEach(l -> lines.add(shown("+", l)));
    if (lines.size() > MAX_LINES) {
      lines.subList(MAX_LINES, lines.size()).clear();
      lines.add("...");
    }
    return lines;
  }

  private static List<String> text(Bytes content) {
    return List.of(new String(content.toArray(), StandardCharsets.UTF_8).split("\n", -1));
  }

  /** A carriage return is what may be at fault, so it is seen. */
  private static String shown(String mark, String line) {
    return mark + " " + Printable.of(line, MAX_LINE);
  }
}
