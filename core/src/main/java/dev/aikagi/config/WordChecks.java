package dev.aikagi.config;

import dev.aikagi.config.Words.Form;
import dev.aikagi.pattern.AddressPatterns;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What each kind of word in a list must look like, in OpenSSH's words where it does not. */
final class WordChecks {
  private static final String METHODS =
      "none publickey password keyboard-interactive hostbased gssapi-with-mic";

  private WordChecks() {}

  static boolean mayBeEmpty(Form form) {
    return form == Form.KEY_OPTIONS;
  }

  /** The word as it is kept; null for one that adds nothing. */
  static @Nullable String check(Form form, String word, List<String> before, Arguments in)
      throws BadValueException {
    return switch (form) {
      case SINGLE, FILE -> word;
      case FILES -> notEmpty(noneAlone(word, before, in), in);
      case TILDE_FILES ->
          Paths.tilde(notEmpty(noneAlone(word, before, in), in), in.context().surroundings());
      case DOMAINS -> domain(notEmpty(noneAlone(word, before, in), in));
      case CNAMES -> cname(noneAlone(word, before, in));
      case ENVIRONMENT_NAMES -> environmentName(word);
      case ENVIRONMENT -> environment(word, before, in);
      case USERS -> userPattern(word, in);
      case GROUPS -> groupPattern(word, in);
      case REMOTE_OPENS, OPENS, LISTENS -> open(form, word, before, in);
      case METHODS -> method(word, before, in);
      case TIMEOUTS -> timeout(noneAlone(word, before, in));
      case KEY_OPTIONS -> keyOption(word, in);
    };
  }

  private static String noneAlone(String word, List<String> before, Arguments in)
      throws BadValueException {
    if (word.equalsIgnoreCase("none") && (!before.isEmpty() || in.hasMore())) {
      throw BadValueException.counted(
          "keyword " + in.keyword() + " \"none\" argument must appear alone.");
    }
    return word;
  }

  static String notEmpty(String word, Arguments in) throws BadValueException {
    if (word.isEmpty()) {
      throw BadValueException.counted("keyword " + in.keyword() + " empty argument");
    }
    return word;
  }

  private static String domain(String word) throws BadValueException {
    String name = word.toLowerCase(Locale.ROOT);
    if (name.equals("none")) {
      return word;
    }
    char first = name.charAt(0);
    if (!Character.isLetterOrDigit(first) && first != '_') {
      throw BadValueException.of("domain name \"" + word + "\" starts with invalid character");
    }
    char last = ' ';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isDomainCharacter(c)) {
        throw BadValueException.of("domain name \"" + word + "\" contains invalid characters");
      }
      if (last == '.' && c == '.') {
        throw BadValueException.of("domain name \"" + word + "\" contains consecutive separators");
      }
      last = c;
    }
    return last == '.' ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isDomainCharacter(char c) {
    return (c >= 'a' && c <= 'z') || Numbers.isDigit(c) || c == '.' || c == '-' || c == '_';
  }

  private static String cname(String word) throws BadValueException {
    if (word.equalsIgnoreCase("none") || word.equals("*")) {
      return word.equals("*") ? "*:*" : word;
    }
    String rule = word.toLowerCase(Locale.ROOT);
    int colon = rule.indexOf(':');
    if (colon < 0 || colon == rule.length() - 1) {
      throw BadValueException.of("Invalid permitted CNAME \"" + rule + "\"");
    }
    return rule;
  }

  private static String environmentName(String word) throws BadValueException {
    if (word.isEmpty() || word.indexOf('=') >= 0) {
      throw BadValueException.of("Invalid environment name.");
    }
    return word;
  }

  private static @Nullable String environment(String word, List<String> before, Arguments in)
      throws BadValueException {
    int equals = word.indexOf('=');
    if (equals < 0) {
      throw BadValueException.of(in.isServer() ? "Invalid environment." : "Invalid SetEnv.");
    }
    String name = word.substring(0, equals + 1);
    for (String earlier : before) {
      if (earlier.startsWith(name)) {
        return null;
      }
    }
    return word;
  }

  private static String userPattern(String word, Arguments in) throws BadValueException {
    int at = word.lastIndexOf('@');
    boolean valid = !word.isEmpty() && (at < 0 || AddressPatterns.valid(word.substring(at + 1)));
    if (!valid) {
      throw BadValueException.of("invalid " + in.keyword() + " pattern: \"" + word + "\"");
    }
    return word;
  }

  private static String groupPattern(String word, Arguments in) throws BadValueException {
    if (word.isEmpty()) {
      throw BadValueException.of("empty " + in.keyword() + " pattern");
    }
    return word;
  }

  private static String open(Form form, String word, List<String> before, Arguments in)
      throws BadValueException {
    if (word.equals("any") || word.equals("none")) {
      if (!before.isEmpty()) {
        throw BadValueException.of(word + " must appear alone on a " + in.keyword() + " line.");
      }
      return word;
    }
    boolean bare = form == Form.LISTENS && word.indexOf(':') < 0;
    int colon = portColon(word);
    String port = bare ? word : colon < 0 ? "" : word.substring(colon + 1);
    if (!port.equals("*") && (port.isEmpty() || Ports.parse(port) <= 0)) {
      throw BadValueException.of(
          in.isServer() ? in.keyword() + " bad port number" : "bad port number in " + in.keyword());
    }
    return bare ? "*:" + word : word;
  }

  /** Where the port of a host and port is divided off; negative where there is none. */
  static int portColon(String word) {
    if (word.startsWith("[")) {
      int close = word.indexOf(']');
      return close >= 0 && close + 1 < word.length() && word.charAt(close + 1) == ':'
          ? close + 1
          : -1;
    }
    int slash = word.indexOf('/');
    int colon = word.indexOf(':');
    return colon >= 0 ? colon : slash;
  }

  private static String method(String word, List<String> before, Arguments in)
      throws BadValueException {
    if (word.equals("any") ? !before.isEmpty() : before.contains("any")) {
      throw BadValueException.of("\"any\" must appear alone in " + in.keyword());
    }
    if (!word.equals("any")) {
      for (String step : Split.at(',', word)) {
        int device = step.indexOf(':');
        String name = device < 0 ? step : step.substring(0, device);
        boolean known = !name.isEmpty() && !name.equals("none") && isListed(METHODS, name);
        if (!known
            || (device >= 0 && !name.equals("keyboard-interactive") && !name.equals("publickey"))) {
          throw BadValueException.of("invalid " + in.keyword() + " method list.");
        }
      }
    }
    return word;
  }

  private static boolean isListed(String list, String name) {
    return (" " + list + " ").contains(" " + name + " ");
  }

  private static String timeout(String word) throws BadValueException {
    int equals = word.indexOf('=');
    boolean valid =
        word.equalsIgnoreCase("none")
            || (equals > 0 && Numbers.time(word.substring(equals + 1)) != Numbers.NO_TIME);
    if (!valid) {
      throw BadValueException.of("invalid channel timeout " + word);
    }
    return word;
  }

  private static @Nullable String keyOption(String word, Arguments in) throws BadValueException {
    String option = word.toLowerCase(Locale.ROOT);
    if (option.equals("none")) {
      return null;
    }
    if (!option.equals("touch-required") && !option.equals("verify-required")) {
      throw BadValueException.counted("unsupported " + in.keyword() + " option " + word);
    }
    return option;
  }
}
