package dev.aikagi.tools.configcheck;

import dev.aikagi.tools.explain.Sed;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A change of one line.
 *
 * @param before a part of the line, of which the first occurrence is meant; empty to put the line
 *     behind a #
 */
record Edit(SourceText source, int line, String before, String after) {
  /** Behind a #, with its text and indentation kept. */
  static Edit comment(Entry entry) {
    return new Edit(entry.source(), entry.line(), "", "#");
  }

  static Edit keyword(Entry entry, String successor) {
    return new Edit(entry.source(), entry.line(), bytes(entry.keyword()), successor);
  }

  /** Another value; empty where the line writes it in another way, such as with escapes. */
  static Optional<Edit> value(Entry entry, String before, String after) {
    String raw = entry.source().lines().get(entry.line() - 1);
    String old = bytes(before);
    int keyword = raw.indexOf(bytes(entry.keyword()));
    int from = keyword < 0 ? -1 : raw.indexOf(old, keyword + entry.keyword().length());
    if (from < 0) {
      return Optional.empty();
    }
    // With the keyword where the value alone would be found in a wrong place.
    int start = raw.indexOf(old) == from ? from : keyword;
    return Optional.of(
        new Edit(
            entry.source(),
            entry.line(),
            raw.substring(start, from + old.length()),
            raw.substring(start, from) + bytes(after)));
  }

  /** Chars that are the bytes of the text. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  boolean comments() {
    return before.isEmpty();
  }

  /** The line with the change; as it is where it was changed already. */
  String in(String raw) {
    int at = comments() ? indentation(raw) : raw.indexOf(before);
    return at < 0 ? raw : raw.substring(0, at) + after + raw.substring(at + before.length());
  }

  private static int indentation(String raw) {
    int at = 0;
    while (at < raw.length() && (raw.charAt(at) == ' ' || raw.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** The same with sed. */
  String command() {
    String script =
        comments() ? line + "s/^[[:blank:]]*/&#/" : Sed.substitution(line, before, after);
    return Sed.command(source.name(), utf8(script));
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
