package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of one line, taken one after the other. */
final class Arguments {
  /** Whose words messages are in: the two programs phrase the same faults differently. */
  enum Dialect {
    CLIENT,
    SERVER
  }

  private final Dialect dialect;
  private final String keyword;
  private final String rest;
  private final List<String> words;
  private final ReadContext context;
  private int next;

  private Arguments(
      Dialect dialect, String keyword, String rest, List<String> words, ReadContext context) {
    this.dialect = dialect;
    this.keyword = keyword;
    this.rest = rest;
    this.words = words;
    this.context = context;
  }

  /** Splits what follows the keyword. */
  static Arguments of(Dialect dialect, String keyword, String rest, ReadContext context)
      throws BadValueException {
    List<String> words = split(rest);
    if (words == null) {
      throw BadValueException.counted("invalid quotes");
    }
    return new Arguments(dialect, keyword, rest, words, context);
  }

  /**
   * Words as OpenSSH splits them: single and double quotes group, a backslash escapes a quote, a
   * backslash and (outside of quotes) a space, and an unquoted # at the start of a word ends the
   * line. Null if a quote is left open.
   */
  static @Nullable List<String> split(String s) {
    return split(s, true);
  }

  static @Nullable List<String> split(String s, boolean comments) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (true) {
      while (i < s.length() && (s.charAt(i) == ' ' || s.charAt(i) == '\t')) {
        i++;
      }
      if (i >= s.length() || (comments && s.charAt(i) == '#')) {
        return words;
      }
      StringBuilder word = new StringBuilder();
      i = word(s, i, word);
      if (i < 0) {
        return null;
      }
      words.add(word.toString());
    }
  }

  private static int word(String s, int start, StringBuilder word) {
    char quote = 0;
    int i = start;
    for (; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '\\') {
        char following = i + 1 < s.length() ? s.charAt(i + 1) : 0;
        if (following == '\''
            || following == '"'
            || following == '\\'
            || (quote == 0 && following == ' ')) {
          i++;
          c = following;
        }
        word.append(c);
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        return i;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return quote == 0 ? i : -1;
  }

  Dialect dialect() {
    return dialect;
  }

  boolean isServer() {
    return dialect == Dialect.SERVER;
  }

  /** The keyword as messages name it. */
  String keyword() {
    return keyword;
  }

  /** Everything after the keyword, as written, comments included. */
  String rest() {
    return rest;
  }

  ReadContext context() {
    return context;
  }

  /** The next argument; null when there is none. */
  @Nullable String next() {
    return next < words.size() ? words.get(next++) : null;
  }

  /** The next argument without taking it; null when there is none. */
  @Nullable String peek() {
    return next < words.size() ? words.get(next) : null;
  }

  /** The next argument, which must be there and not be empty. */
  String required(String message) throws BadValueException {
    String word = next();
    if (word == null || word.isEmpty()) {
      throw BadValueException.of(message);
    }
    return word;
  }

  /** The next argument, or the usual complaint that it is missing. */
  String required() throws BadValueException {
    return required(isServer() ? keyword + " missing argument." : "Missing argument.");
  }

  boolean hasMore() {
    return next < words.size();
  }

  /** Takes all that is left. */
  List<String> takeAll() {
    List<String> left = List.copyOf(words.subList(next, words.size()));
    next = words.size();
    return left;
  }

  void skipAll() {
    next = words.size();
  }
}
