package dev.aikagi.tools.doctor;

import dev.aikagi.tools.Fatal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ssh-doctor's command line: its own options are long ones and may stand anywhere before "--"; all
 * else is for whoever looks.
 *
 * @param words ssh's, or those of --server or --config
 */
record DoctorLine(
    Mode mode,
    boolean json,
    boolean offline,
    boolean fix,
    boolean help,
    Optional<String> language,
    List<String> words) {

  /** What is looked at. */
  enum Mode {
    CONNECTION,
    SERVER,
    CONFIG
  }

  static DoctorLine parse(List<String> arguments) throws Fatal {
    Mode mode = Mode.CONNECTION;
    boolean json = false;
    boolean offline = false;
    boolean fix = false;
    boolean help = false;
    Optional<String> language = Optional.empty();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      switch (word) {
        case "--" -> {
          words.addAll(arguments.subList(i, arguments.size()));
          i = arguments.size();
        }
        case "--json" -> json = true;
        case "--offline" -> offline = true;
        case "--fix" -> fix = true;
        case "--help" -> help = true;
        case "--server" -> mode = other(mode, Mode.SERVER);
        case "--config" -> mode = other(mode, Mode.CONFIG);
        case "--lang" -> {
          if (++i == arguments.size()) {
            throw new Fatal("ssh-doctor: --lang needs a language: en or ja");
          }
          language = Optional.of(language(arguments.get(i)));
        }
        default -> {
          if (word.startsWith("--lang=")) {
            language = Optional.of(language(word.substring("--lang=".length())));
          } else {
            words.add(word);
          }
        }
      }
    }
    if (offline && mode != Mode.CONNECTION) {
      throw new Fatal("ssh-doctor: --offline is for the way to a server only");
    }
    return new DoctorLine(mode, json, offline, fix, help, language, List.copyOf(words));
  }

  private static Mode other(Mode before, Mode now) throws Fatal {
    if (before != Mode.CONNECTION) {
      throw new Fatal("ssh-doctor: --server and --config are two questions; ask one at a time");
    }
    return now;
  }

  private static String language(String word) throws Fatal {
    if (!word.equals("en") && !word.equals("ja")) {
      throw new Fatal("ssh-doctor: there are no texts in \"" + word + "\", only in en and ja");
    }
    return word;
  }
}
