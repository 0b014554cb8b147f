package dev.aikagi.config;

import dev.aikagi.config.Diagnostic.Severity;
import dev.aikagi.pattern.AddressPatterns;
import dev.aikagi.pattern.Patterns;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides the Match lines of ssh_config(5). */
final class ClientMatch {
  /** Criteria that take an argument, which may follow after a blank or an equals sign. */
  private static final List<String> WITH_ARGUMENT =
      List.of(
          "exec",
          "localnetwork",
          "host",
          "originalhost",
          "user",
          "localuser",
          "version",
          "tagged",
          "command",
          "sessiontype");

  /** What "Match version" is told: the version whose configuration language this is. */
  static final String VERSION = "OpenSSH_10.5p1";

  private final String originalHost;
  private final Surroundings surroundings;
  private final Values values;
  private final Consumer<Diagnostic> diagnostics;
  private String host;
  private String command = "";
  private String sessionType = "shell";
  private boolean finalPass;
  private boolean wantsFinalPass;
  private Optional<String> realName = Optional.empty();

  ClientMatch(
      String host, Surroundings surroundings, Values values, Consumer<Diagnostic> diagnostics) {
    this.originalHost = host;
    this.host = host;
    this.surroundings = surroundings;
    this.values = values;
    this.diagnostics = diagnostics;
  }

  void session(String command, String sessionType) {
    this.command = command;
    this.sessionType = sessionType;
  }

  String host() {
    return host;
  }

  String originalHost() {
    return originalHost;
  }

  boolean wantsFinalPass() {
    return wantsFinalPass;
  }

  void startFinalPass() {
    finalPass = true;
    host = realName.orElse(host);
  }

  /** The host's real name is known: from now on nothing in it is expanded any more. */
  void realName(String name) {
    realName = Optional.of(name);
  }

  String hostName() throws ConfigException {
    Optional<String> configured = values.value(ClientKeywords.HOST_NAME);
    if (realName.isPresent()) {
      return realName.get();
    }
    if (configured.isEmpty()) {
      return host;
    }
    return new Tokens().with('h', host).expand(configured.get());
  }

  private String user() {
    return values.value(ClientKeywords.USER).orElseGet(surroundings::userName);
  }

  boolean matches(Arguments in, Position at) throws BadValueException, ConfigException {
    return matches(in, at, true);
  }

  /** Checks the form of a line. Nothing is run for it. */
  void check(Arguments in, Position at) throws BadValueException, ConfigException {
    matches(in, at, false);
  }

  private boolean matches(Arguments in, Position at, boolean possible)
      throws BadValueException, ConfigException {
    boolean result = possible;
    int criteria = 0;
    for (String word = in.next(); word != null; word = in.next()) {
      boolean negated = word.startsWith("!");
      String criterion = negated ? word.substring(1) : word;
      if (criterion.equalsIgnoreCase("all")) {
        if (criteria > 1 || in.hasMore()) {
          error(at, at + ": '" + word + "' cannot be combined with other Match attributes");
          throw badCondition();
        }
        return result && !negated;
      }
      criteria++;
      boolean holds = isFlag(criterion) ? flag(criterion) : argument(criterion, in, result, at);
      result &= holds != negated;
    }
    if (criteria == 0) {
      error(at, "One or more attributes required for Match");
      throw badCondition();
    }
    return result;
  }

  private static boolean isFlag(String criterion) {
    return criterion.equalsIgnoreCase("canonical") || criterion.equalsIgnoreCase("final");
  }

  private boolean flag(String criterion) {
    // "canonical" holds in a second pass, but only "final" asks for one.
    wantsFinalPass |= criterion.equalsIgnoreCase("final");
    return finalPass;
  }

  private boolean argument(String word, Arguments in, boolean soFar, Position at)
      throws BadValueException, ConfigException {
    int equals = word.indexOf('=');
    String name = (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
    String argument = equals < 0 ? in.next() : word.substring(equals + 1);
    boolean optional = name.equals("tagged") || name.equals("command");
    if (argument == null || (argument.isEmpty() && !optional)) {
      error(at, "Missing Match criteria for " + name);
      throw badCondition();
    }
    if (!WITH_ARGUMENT.contains(name)) {
      error(at, "Unsupported Match attribute " + name);
      throw badCondition();
    }
    return holds(name, argument, soFar, at);
  }

  private boolean holds(String name, String argument, boolean soFar, Position at)
      throws BadValueException, ConfigException {
    return switch (name) {
      case "host" -> Patterns.matchesHostList(hostName(), argument);
      case "originalhost" -> Patterns.matchesHostList(originalHost, argument);
      case "user" -> Patterns.matchesList(user(), argument);
      case "localuser" -> Patterns.matchesList(surroundings.userName(), argument);
      case "version" -> Patterns.matchesList(VERSION, argument);
      case "tagged" -> isEqualOrMatches(values.value(ClientKeywords.TAG).orElse(""), argument);
      case "command" -> isEqualOrMatches(command, argument);
      case "sessiontype" -> Patterns.matchesList(sessionType, argument);
      case "localnetwork" -> localNetwork(argument, at);
      default -> exec(argument, soFar, at);
    };
  }

  private static boolean isEqualOrMatches(String value, String patterns) {
    return patterns.isEmpty() ? value.isEmpty() : Patterns.matchesList(value, patterns);
  }

  private boolean localNetwork(String blocks, Position at) throws BadValueException {
    if (!AddressPatterns.validNetworks(blocks)) {
      error(at, "Invalid network wildcard specification " + blocks);
      throw badCondition();
    }
    for (InetAddress address : surroundings.localAddresses()) {
      String text = Split.at('%', address.getHostAddress()).getFirst();
      if (AddressPatterns.matchNetworks(text, blocks) == AddressPatterns.Result.MATCH) {
        return true;
      }
    }
    return false;
  }

  private boolean exec(String template, boolean soFar, Position at) throws ConfigException {
    String expanded =
        ClientTokens.of(values, surroundings, originalHost, hostName()).expandForShell(template);
    if (!soFar) {
      // No command runs on behalf of a block that cannot apply any more.
      diagnostics.accept(
          new Diagnostic(Severity.DEBUG3, at, at + ": skipped exec \"" + expanded + "\""));
      return false;
    }
    return surroundings.execute(expanded) == 0;
  }

  private void error(Position at, String text) {
    diagnostics.accept(new Diagnostic(Severity.ERROR, at, text));
  }

  private static BadValueException badCondition() {
    return BadValueException.of("Bad Match condition");
  }
}
