package dev.aikagi.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One text that may be unset. */
final class Text extends ValueType<Optional<String>> {
  /** What counts as the text. */
  private enum Form {
    WORD,
    REST,
    FILE,
    SOCKET,
    TILDE_FILE,
    COMMAND,
    PROVIDER,
    ADDENDUM,
    AGENT
  }

  /** One word. */
  static final Text WORD = new Text(Form.WORD, false);

  /** One word, where "none" unsets it. */
  static final Text WORD_OR_NONE = new Text(Form.WORD, true);

  /** The rest of the line as it stands, where "none" unsets it. */
  static final Text REST_OR_NONE = new Text(Form.REST, true);

  /** A file, taken from the current directory if its name is relative; "none" unsets it. */
  static final Text FILE_OR_NONE = new Text(Form.FILE, true);

  /** As FILE_OR_NONE, for the agent's socket. */
  static final Text SOCKET = new Text(Form.SOCKET, false);

  /** A file whose name may begin with "~/". */
  static final Text TILDE_FILE_OR_NONE = new Text(Form.TILDE_FILE, true);

  /** A command with an absolute path, up to the line's end. */
  static final Text COMMAND = new Text(Form.COMMAND, false);

  /** A middleware library, or "internal". */
  static final Text PROVIDER = new Text(Form.PROVIDER, false);

  /** The same, where "none" unsets it. */
  static final Text PROVIDER_OR_NONE = new Text(Form.PROVIDER, true);

  /** What is added to the identification string; up to the line's end. */
  static final Text ADDENDUM = new Text(Form.ADDENDUM, true);

  /** A socket's path, or the name of an environment variable that holds it. */
  static final Text AGENT = new Text(Form.AGENT, false);

  private final Form form;
  private final boolean noneUnsets;

  private Text(Form form, boolean noneUnsets) {
    this.form = form;
    this.noneUnsets = noneUnsets;
  }

  @Override
  Optional<String> parse(Arguments in) throws BadValueException {
    String text =
        switch (form) {
          case WORD -> word(in);
          case REST -> rest(in);
          case FILE, SOCKET -> file(in);
          case TILDE_FILE -> Paths.tilde(in.required(), in.context().surroundings());
          case COMMAND -> command(in);
          case PROVIDER -> provider(in);
          case ADDENDUM -> addendum(in);
          case AGENT -> agent(in, in.required());
        };
    return noneUnsets && text.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(text);
  }

  private static String word(Arguments in) throws BadValueException {
    String lower = in.keyword().toLowerCase(Locale.ROOT);
    if (in.isServer() && lower.endsWith("commanduser")) {
      return in.required("missing " + in.keyword() + " argument.");
    }
    return in.required();
  }

  private static String rest(Arguments in) throws BadValueException {
    String rest = in.rest().stripLeading();
    int start = 0;
    while (!in.isServer() && start < rest.length() && " \t\r\n=".indexOf(rest.charAt(start)) >= 0) {
      start++;
    }
    in.skipAll();
    return rest.substring(start);
  }

  private String file(Arguments in) throws BadValueException {
    String word = in.required(form == Form.FILE ? "missing file name." : "missing socket name.");
    return form == Form.SOCKET && word.equals("SSH_AUTH_SOCK")
        ? word
        : Paths.absolute(word, in.context().surroundings());
  }

  private static String provider(Arguments in) throws BadValueException {
    String word = in.required();
    return !in.isServer() || word.equalsIgnoreCase("internal")
        ? word
        : Paths.absolute(word, in.context().surroundings());
  }

  private static String command(Arguments in) throws BadValueException {
    String command = in.rest().stripLeading();
    if (!command.startsWith("/") && !command.equalsIgnoreCase("none")) {
      throw BadValueException.of(in.keyword() + " must be an absolute path");
    }
    in.skipAll();
    return command;
  }

  private static String addendum(Arguments in) throws BadValueException {
    String text = in.rest().stripLeading();
    if (text.indexOf('\r') >= 0) {
      throw BadValueException.of("Invalid " + in.keyword() + " argument");
    }
    in.skipAll();
    return text;
  }

  static String agent(Arguments in, String word) throws BadValueException {
    try {
      new Tokens().expand(word.replace("%", "%%"), in.context().surroundings()::variable);
    } catch (ConfigException e) {
      throw BadValueException.of("Invalid environment expansion " + word + ".");
    }
    if (word.startsWith("$") && !word.startsWith("${") && !isVariableName(word.substring(1))) {
      throw BadValueException.of("Invalid environment name " + word + ".");
    }
    return word;
  }

  static boolean isVariableName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !Numbers.isDigit(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  @Override
  String text(Optional<String> value) {
    return value.orElse("none");
  }

  /** ssh -G leaves an unset text out; sshd -T adds the "none" lines itself. */
  @Override
  void dump(String name, Optional<String> value, List<String> out) {
    if (value.isPresent()) {
      out.add(name + " " + value.get());
    }
  }
}
