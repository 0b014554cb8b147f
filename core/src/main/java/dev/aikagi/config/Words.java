package dev.aikagi.config;

import dev.aikagi.pattern.Patterns;
import java.util.ArrayList;
import java.util.List;

/** Lists of words. */
final class Words extends ValueType<List<String>> {
  /** What the words of a line must be. */
  enum Form {
    /** One word for each line. */
    SINGLE,
    /** One file for each line (sshd). */
    FILE,
    /** Any number, "none" alone. */
    FILES,
    /** As FILES, with "~/" (sshd). */
    TILDE_FILES,
    DOMAINS,
    CNAMES,
    ENVIRONMENT_NAMES,
    ENVIRONMENT,
    USERS,
    GROUPS,
    REMOTE_OPENS,
    OPENS,
    LISTENS,
    METHODS,
    TIMEOUTS,
    KEY_OPTIONS
  }

  /** How the list is printed. */
  enum Print {
    /** A line for each word. */
    LINES,
    /** All on one line; the word for an empty list. */
    NONE_IF_EMPTY,
    ANY_IF_EMPTY,
    /** All on one line; nothing for an empty list. */
    NOTHING_IF_EMPTY
  }

  private final Form form;
  private final Print print;

  Words(Form form, Print print) {
    this.form = form;
    this.print = print;
  }

  static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  @Override
  List<String> parse(Arguments in) throws BadValueException {
    if (form == Form.SINGLE || form == Form.FILE) {
      return single(in);
    }
    List<String> words = new ArrayList<>();
    for (String word = in.next(); word != null; word = in.next()) {
      String element = WordChecks.check(form, word, words, in);
      if (element != null) {
        words.add(element);
      }
    }
    if (words.isEmpty() && in.isServer() && !WordChecks.mayBeEmpty(form)) {
      throw BadValueException.of(
          form == Form.OPENS || form == Form.LISTENS
              ? in.keyword() + " missing argument."
              : "no " + in.keyword() + " specified");
    }
    return words.size() == 1 && isEmptyWord(words.get(0)) ? List.of() : List.copyOf(words);
  }

  private boolean isEmptyWord(String word) {
    return switch (print) {
      case ANY_IF_EMPTY -> word.equals("any");
      case NONE_IF_EMPTY, NOTHING_IF_EMPTY -> word.equalsIgnoreCase("none");
      case LINES -> false;
    };
  }

  private List<String> single(Arguments in) throws BadValueException {
    if (form == Form.SINGLE) {
      return List.of(in.required());
    }
    String file = Paths.absolute(in.required("missing file name."), in.context().surroundings());
    return file.equalsIgnoreCase("none") ? List.of() : List.of(file);
  }

  @Override
  List<String> combine(List<String> earlier, List<String> added) {
    List<String> all = new ArrayList<>(earlier);
    for (String word : added) {
      if (form == Form.ENVIRONMENT_NAMES && word.startsWith("-")) {
        all.removeIf(name -> Patterns.matches(name, word.substring(1)));
      } else if (form != Form.SINGLE || !all.contains(word)) {
        all.add(word);
      }
    }
    return List.copyOf(all);
  }

  @Override
  void dump(String name, List<String> value, List<String> out) {
    if (print == Print.LINES) {
      for (String word : value) {
        out.add(name + " " + word);
      }
    } else if (!value.isEmpty()) {
      out.add(name + " " + String.join(" ", value));
    } else if (print != Print.NOTHING_IF_EMPTY) {
      out.add(name + (print == Print.ANY_IF_EMPTY ? " any" : " none"));
    }
  }
}
