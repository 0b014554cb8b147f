package dev.aikagi.config;

import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.pattern.AddressPatterns;
import dev.aikagi.pattern.Patterns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides the Match lines of sshd_config(5). */
final class ServerMatch {
  private static final List<String> WITH_ARGUMENT =
      List.of(
          "user", "group", "host", "address", "localaddress", "localport", "rdomain", "version");

  private final Surroundings surroundings;
  private final Consumer<Diagnostic> diagnostics;

  ServerMatch(Surroundings surroundings, Consumer<Diagnostic> diagnostics) {
    this.surroundings = surroundings;
    this.diagnostics = diagnostics;
  }

  /**
   * Whether a Match line applies. Without facts only its form is checked, and only "all" applies.
   */
  boolean matches(Arguments in, Position at, @Nullable ConnectionFacts facts)
      throws BadValueException {
    boolean result = true;
    int criteria = 0;
    for (String word = in.next(); word != null; word = in.next()) {
      criteria++;
      if (word.equalsIgnoreCase("all")) {
        if (criteria > 1 || in.hasMore()) {
          throw bad(at, "'all' cannot be combined with other Match attributes");
        }
        return true;
      }
      if (word.equalsIgnoreCase("invalid-user")) {
        result &= facts != null && facts.invalidUser();
      } else {
        result &= argument(word, in, at, facts);
      }
    }
    if (criteria == 0) {
      throw bad(at, "One or more attributes required for Match");
    }
    return result;
  }

  private boolean argument(String word, Arguments in, Position at, @Nullable ConnectionFacts facts)
      throws BadValueException {
    int equals = word.indexOf('=');
    String name = (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
    boolean known = WITH_ARGUMENT.contains(name);
    String argument = equals >= 0 && known ? word.substring(equals + 1) : in.next();
    if (argument == null || argument.isEmpty()) {
      throw bad(at, "Missing Match criteria for " + (known ? name : word));
    }
    if (!known) {
      throw bad(at, "Unsupported Match attribute " + word);
    }
    boolean holds = holds(name, argument, at, facts == null ? ConnectionFacts.NONE : facts);
    return holds && facts != null;
  }

  private boolean holds(String name, String argument, Position at, ConnectionFacts facts)
      throws BadValueException {
    return switch (name) {
      case "user" ->
          Patterns.matchesList(facts.user().orElse(""), argument) && isKnown(facts.user());
      case "group" -> isKnown(facts.user()) && group(facts.user().orElse(""), argument);
      case "host" ->
          isKnown(facts.host()) && Patterns.matchesHostList(facts.host().orElse(""), argument);
      case "address" -> address("address", facts.address(), argument, at);
      case "localaddress" -> address("localaddress", facts.localAddress(), argument, at);
      case "localport" -> localPort(facts.localPort(), argument, at);
      case "rdomain" ->
          isKnown(facts.routingDomain())
              && Patterns.matchesList(facts.routingDomain().orElse(""), argument);
      default -> Patterns.matchesList(ClientMatch.VERSION, argument);
    };
  }

  private static boolean isKnown(Optional<String> fact) {
    return fact.isPresent();
  }

  /** Any group of the user's that matches will do, unless one matches a negated pattern. */
  private boolean group(String user, String patterns) {
    boolean found = false;
    for (String group : surroundings.groups(user)) {
      switch (Patterns.matchList(group, patterns)) {
        case YES -> found = true;
        case NEGATED -> {
          return false;
        }
        case NO -> {}
      }
    }
    return found;
  }

  private boolean address(String name, Optional<String> address, String list, Position at)
      throws BadValueException {
    if (!AddressPatterns.valid(list)) {
      throw BadValueException.of(
          "Invalid Match " + name + " argument '" + list + "' at line " + at.line());
    }
    return address.isPresent()
        && AddressPatterns.matchAddress(address.get(), list) == AddressPatterns.Result.MATCH;
  }

  private boolean localPort(Optional<Integer> fact, String argument, Position at)
      throws BadValueException {
    int port = Ports.parse(argument);
    if (port < 0) {
      throw bad(at, "Invalid LocalPort '" + argument + "' on Match line");
    }
    return fact.isPresent() && fact.get() == port;
  }

  private BadValueException bad(Position at, String text) {
    diagnostics.accept(new Diagnostic(Severity.ERROR, at, text));
    return BadValueException.of("Bad Match condition");
  }
}
