package dev.aikagi.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of several words, without regard to case. The table of a choice is a text such as "true=yes
 * false=no yes no ask": words in OpenSSH's order, each with its value if that is another word. The
 * dump prints the first word that has the value.
 */
final class Choice extends ValueType<String> {
  private final String table;
  private final boolean caseMatters;

  Choice(String table) {
    this(table, false);
  }

  private Choice(String table, boolean caseMatters) {
    this.table = table;
    this.caseMatters = caseMatters;
  }

  /** As a choice, but exact case is asked for and the complaint names the keyword. */
  static Choice exact(String table) {
    return new Choice(table, true);
  }

  static String word(Arguments in) throws BadValueException {
    return in.required("missing argument.");
  }

  @Override
  String parse(Arguments in) throws BadValueException {
    String word = caseMatters ? in.required() : word(in);
    String value = value(word);
    if (value == null) {
      throw BadValueException.of(
          caseMatters
              ? "bad " + in.keyword() + " argument " + word
              : "unsupported option \"" + word + "\".");
    }
    return value;
  }

  /** What the word stands for; null if it is none of the words. */
  @Nullable String value(String word) {
    String wanted = caseMatters ? word : word.toLowerCase(Locale.ROOT);
    for (String entry : Split.at(' ', table)) {
      int equals = entry.indexOf('=');
      if (wanted.equals(equals < 0 ? entry : entry.substring(0, equals))) {
        return entry.substring(equals + 1);
      }
    }
    return null;
  }

  @Override
  List<String> choices(boolean server) {
    return Split.at(' ', table).stream().map(e -> Split.at('=', e).getFirst()).toList();
  }

  @Override
  String text(String value) {
    for (String entry : Split.at(' ', table)) {
      int equals = entry.indexOf('=');
      if (entry.substring(equals + 1).equals(value)) {
        return equals < 0 ? entry : entry.substring(0, equals);
      }
    }
    return value;
  }
}
