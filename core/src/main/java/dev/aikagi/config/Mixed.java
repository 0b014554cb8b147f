package dev.aikagi.config;

import java.time.Duration;

/** Words that are a flag, or something else of the keyword's own. */
final class Mixed extends ValueType<String> {
  /** Which keyword's rule it is. */
  private enum Form {
    FORWARD_AGENT,
    ADD_KEYS,
    PERSIST,
    KEYSTROKES,
    USER_ENVIRONMENT,
    ROUTING_DOMAIN
  }

  /** no, yes, or the path of an agent's socket. */
  static final Mixed FORWARD_AGENT = new Mixed(Form.FORWARD_AGENT);

  /** false, true, ask, confirm, "confirm SECONDS" or SECONDS. */
  static final Mixed ADD_KEYS = new Mixed(Form.ADD_KEYS);

  /** no, yes or SECONDS. */
  static final Mixed PERSIST = new Mixed(Form.PERSIST);

  /** no, yes or interval:MILLISECONDS. */
  static final Mixed KEYSTROKES = new Mixed(Form.KEYSTROKES);

  /** no, yes or a list of patterns. */
  static final Mixed USER_ENVIRONMENT = new Mixed(Form.USER_ENVIRONMENT);

  /** Never a value on Linux. */
  static final Mixed ROUTING_DOMAIN = new Mixed(Form.ROUTING_DOMAIN);

  private static final Choice AGENT_CHOICE = new Choice("true false yes=true no=false ask confirm");
  private static final String INTERVAL = "interval:";
  private static final int MAX_INTERVAL = 1000 * 1000;

  /** As OpenSSH: as fast as a hand types, and too short to be felt. */
  private static final Duration KEYSTROKES_APART = Duration.ofMillis(20);

  private final Form form;

  private Mixed(Form form) {
    this.form = form;
  }

  @Override
  String parse(Arguments in) throws BadValueException {
    return switch (form) {
      case FORWARD_AGENT -> forwardAgent(in);
      case ADD_KEYS -> addKeys(in);
      case PERSIST -> persist(in);
      case KEYSTROKES -> keystrokes(in);
      case USER_ENVIRONMENT -> in.required();
      case ROUTING_DOMAIN ->
          throw BadValueException.of("setting RDomain not supported on this platform.");
    };
  }

  private static String forwardAgent(Arguments in) throws BadValueException {
    String word = Choice.word(in);
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "yes", "true" -> "yes";
      case "no", "false" -> "no";
      default -> Text.agent(in, word);
    };
  }

  private static String addKeys(Arguments in) throws BadValueException {
    String word = Choice.word(in);
    String lifetime = in.next();
    String choice = AGENT_CHOICE.value(word);
    if (choice != null && lifetime == null) {
      return choice;
    }
    if (choice == null && lifetime == null) {
      long seconds = Numbers.time(word);
      if (seconds != Numbers.NO_TIME) {
        return seconds == 0 ? "true" : Long.toString(seconds);
      }
    }
    if ("confirm".equals(choice) && lifetime != null) {
      long seconds = Numbers.time(lifetime);
      if (seconds == Numbers.NO_TIME) {
        throw BadValueException.of("invalid time value.");
      }
      return seconds == 0 ? "confirm" : "confirm " + seconds;
    }
    throw BadValueException.of("unsupported option");
  }

  private static String persist(Arguments in) throws BadValueException {
    String word = in.required("Missing ControlPersist argument.");
    return switch (word) {
      case "no", "false" -> "no";
      case "yes", "true" -> "yes";
      default -> {
        long seconds = Numbers.time(word);
        if (seconds == Numbers.NO_TIME) {
          throw BadValueException.of("Bad ControlPersist argument.");
        }
        yield seconds == 0 ? "yes" : Long.toString(seconds);
      }
    };
  }

  private static String keystrokes(Arguments in) throws BadValueException {
    String word = in.required();
    if (word.equals("yes") || word.equals("true")) {
      return "yes";
    }
    if (word.equals("no") || word.equals("false")) {
      return "no";
    }
    if (word.startsWith(INTERVAL)) {
      String interval = word.substring(INTERVAL.length());
      if (Numbers.fault(interval, MAX_INTERVAL) != null || Numbers.value(interval) == 0) {
        throw BadValueException.of("ObscureKeystrokeTiming interval invalid.");
      }
      return word;
    }
    throw BadValueException.of("unsupported argument \"" + word + "\".");
  }

  /** What a value of KEYSTROKES means; zero for no. */
  static Duration keystrokeInterval(String value) {
    if (value.startsWith(INTERVAL)) {
      return Duration.ofMillis(Numbers.value(value.substring(INTERVAL.length())));
    }
    return value.equals("no") ? Duration.ZERO : KEYSTROKES_APART;
  }
}
