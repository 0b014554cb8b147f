package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigSyntax.Meaning;
import dev.aikagi.config.ConfigSyntax.Statement;
import dev.aikagi.config.Keyword;
import dev.aikagi.tools.explain.Words;
import java.util.List;
import java.util.Optional;

/**
 * A line that says something.
 *
 * @param line counted from 1
 * @param block what it stands below
 * @param meaning empty for a word that means nothing
 */
record Entry(
    SourceText source, int line, Block block, Statement statement, Optional<Meaning> meaning) {
  String file() {
    return source.name();
  }

  /** FILE:LINE. */
  String place() {
    return file() + ":" + line;
  }

  String keyword() {
    return statement.keyword();
  }

  List<String> words() {
    return statement.words().orElse(List.of());
  }

  /** All arguments. */
  String value() {
    return String.join(" ", words());
  }

  boolean sets(Keyword<?> row) {
    return row().filter(r -> r == row).isPresent();
  }

  /** What it sets. */
  Optional<Keyword<?>> row() {
    return meaning.flatMap(
        m -> m instanceof Meaning.Sets(Keyword<?> row) ? Optional.of(row) : Optional.empty());
  }

  boolean opens() {
    return meaning.filter(Meaning.Opens.class::isInstance).isPresent();
  }

  boolean indented() {
    String raw = source.lines().get(line - 1);
    return raw.startsWith(" ") || raw.startsWith("\t");
  }

  /** Whether a blank line or a comment stands right above it. */
  boolean setApart() {
    if (line < 2) {
      return false;
    }
    String above = source.lines().get(line - 2).strip();
    return above.isEmpty() || above.startsWith("#");
  }

  /** The line as evidence. */
  Words seen() {
    return block.isNone() || opens()
        ? Words.of("config-check.seen", "file", file(), "line", line, "text", text())
        : Words.of(
            "config-check.seen-in-block",
            "file",
            file(),
            "line",
            line,
            "text",
            text(),
            "block",
            block.text(),
            "opened",
            block.opened());
  }

  private String text() {
    return source.line(line).strip();
  }
}
