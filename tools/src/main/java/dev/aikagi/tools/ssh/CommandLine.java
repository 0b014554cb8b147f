package dev.aikagi.tools.ssh;

import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Destination;
import dev.aikagi.config.Forward;
import dev.aikagi.config.Keyword;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ssh's command line: what its flags set, the destination and the command. */
final class CommandLine {
  private static final String OPTIONS =
      "1246ab:c:e:fgi:kl:m:no:p:qstvxAB:CD:E:F:GI:J:KL:MNO:P:Q:R:S:TVw:W:XYyZ";

  private static final String FORWARDING = "LRDwXY";

  /** What a flag does to the configuration, once the host is known. */
  interface Setting {
    void applyTo(ClientConfigReader reader) throws ConfigException;
  }

  private final PrintStream errors;
  private final List<Setting> settings = new ArrayList<>();
  private final List<String> identities = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> missingIdentities = new ArrayList<>();
  private Optional<Destination> destination = Optional.empty();
  private List<String> command = List.of();
  private Optional<String> configFile = Optional.empty();
  private Optional<String> logFile = Optional.empty();
  private Optional<String> query = Optional.empty();
  private Optional<String> jump = Optional.empty();
  private List<Destination> jumpHosts = List.of();
  private Optional<Forward.End.Tcp> stdioForward = Optional.empty();
  private Optional<Boolean> forwardsAgent = Optional.empty();
  private boolean dumps;
  private boolean showsVersion;
  private boolean showsKeys;
  private boolean quiet;
  private boolean system;
  private int verbosity;
  private int ttyRequests;

  private CommandLine(PrintStream errors) {
    this.errors = errors;
  }

  static CommandLine parse(List<String> words, PrintStream errors) throws Fatal {
    CommandLine line = new CommandLine(errors);
    line.read(words);
    return line;
  }

  private void read(List<String> words) throws Fatal {
    Getopt getopt = new Getopt(OPTIONS, words, errors);
    while (true) {
      for (int flag = getopt.next(); flag != Getopt.END; flag = getopt.next()) {
        if (flag == Getopt.FAULT) {
          throw usage();
        }
        flag((char) flag, getopt);
        if (showsVersion || query.isPresent()) {
          return;
        }
      }
      List<String> operands = getopt.operands();
      if (destination.isPresent() || operands.isEmpty()) {
        command = List.copyOf(operands);
        break;
      }
      destination = Optional.of(destination(operands.get(0)));
      // Options may also stand between the destination and the command, but not behind a "--".
      if (getopt.index() > 0 && words.get(getopt.index() - 1).equals("--")) {
        command = List.copyOf(operands.subList(1, operands.size()));
        break;
      }
      getopt.resume(getopt.index() + 1);
    }
    if (destination.isEmpty()) {
      throw usage();
    }
  }

  private Fatal usage() {
    errors.print(Usage.TEXT);
    return new Fatal("");
  }

  private Destination destination(String word) throws Fatal {
    Destination d;
    if (Destination.isUri(word)) {
      d = Destination.parseUri(word).orElseThrow(this::usage);
    } else {
      d = Destination.ofArgument(word);
    }
    if (d.host().isEmpty() || d.user().filter(String::isEmpty).isPresent()) {
      throw usage();
    }
    return d;
  }

  private void flag(char flag, Getopt getopt) throws Fatal {
    if (FORWARDING.indexOf(flag) >= 0) {
      throw new Fatal("-" + flag + ": this kind of forwarding is not part of this ssh yet");
    }
    switch (flag) {
      case '1' -> throw new Fatal("SSH protocol v.1 is no longer supported");
      case '4' -> set(ClientKeywords.ADDRESS_FAMILY, "inet");
      case '6' -> set(ClientKeywords.ADDRESS_FAMILY, "inet6");
      case 'n' -> set(ClientKeywords.STDIN_NULL, true);
      case 'f' -> {
        set(ClientKeywords.FORK_AFTER_AUTHENTICATION, true);
        set(ClientKeywords.STDIN_NULL, true);
      }
      case 'N' -> set(ClientKeywords.SESSION_TYPE, "none");
      case 's' -> set(ClientKeywords.SESSION_TYPE, "subsystem");
      case 'T' -> override(ClientKeywords.REQUEST_TTY, "no");
      case 't' -> override(ClientKeywords.REQUEST_TTY, ++ttyRequests == 1 ? "yes" : "force");
      case 'C' -> set(ClientKeywords.COMPRESSION, "yes");
      case 'G' -> dumps = true;
      case 'V' -> showsVersion = true;
      case 'Z' -> showsKeys = true;
      case 'q' -> quiet = true;
      case 'v' -> verbosity++;
      case 'y' -> system = true;
      case 'A', 'a' -> forwardsAgent = Optional.of(flag == 'A');
      case 'x' -> set(ClientKeywords.FORWARD_X11, false);
      case 'g' -> set(ClientKeywords.GATEWAY_PORTS, true);
      case 'k' -> override(ClientKeywords.GSSAPI_DELEGATE_CREDENTIALS, false);
      case 'K' -> {
        override(ClientKeywords.GSSAPI_AUTHENTICATION, true);
        override(ClientKeywords.GSSAPI_DELEGATE_CREDENTIALS, true);
      }
      case '2' -> {}
      case 'M', 'O', 'S' -> sharing(flag, getopt);
      default -> valued(flag, getopt.value());
    }
  }

  private static void sharing(char flag, Getopt getopt) throws Fatal {
    if (flag != 'S' || !getopt.value().equals("none")) {
      throw new Fatal("-" + flag + ": connection sharing is not part of this ssh yet");
    }
  }

  private void valued(char flag, String value) throws Fatal {
    switch (flag) {
      case 'Q' -> query = Optional.of(value);
      case 'E' -> logFile = Optional.of(value);
      case 'F' -> configFile = Optional.of(value);
      case 'o' -> {
        options.add(value);
        settings.add(reader -> reader.option(value));
      }
      case 'l' -> set(ClientKeywords.USER, Optional.of(value));
      case 'b' -> set(ClientKeywords.BIND_ADDRESS, Optional.of(value));
      case 'B' -> set(ClientKeywords.BIND_INTERFACE, Optional.of(value));
      case 'P' -> set(ClientKeywords.TAG, Optional.of(value));
      case 'p' -> port(value);
      case 'J' -> {
        jump = Optional.of(value);
        settings.add(reader -> jump(reader, value));
      }
      case 'W' -> stdioForward(value);
      case 'i' -> identity(value);
      case 'e' -> escape(value);
      case 'c' -> cipher(value);
      case 'm' -> mac(value);
      default -> throw new Fatal("-" + flag + ": not part of this ssh yet");
    }
  }

  private <T> void set(Keyword<T> keyword, T value) {
    settings.add(reader -> reader.set(keyword, value));
  }

  private <T> void override(Keyword<T> keyword, T value) {
    settings.add(reader -> reader.override(keyword, value));
  }

  private void port(String value) throws Fatal {
    try {
      int port = Integer.parseInt(value);
      if (port > 0 && port <= 0xffff) {
        set(ClientKeywords.PORT, port);
        return;
      }
    } catch (NumberFormatException e) {
      // Not a number: said below, as for one that is out of range.
    }
    errors.println("Bad port '" + value + "'");
    throw new Fatal("");
  }

  private static void jump(ClientConfigReader reader, String value) throws ConfigException {
    if (reader.isSet(ClientKeywords.PROXY_JUMP)) {
      throw new ConfigException(
          "Only a single -J option is permitted (use commas to separate multiple jump hops)");
    }
    if (reader.isSet(ClientKeywords.PROXY_COMMAND)) {
      throw new ConfigException("Cannot specify -J with ProxyCommand");
    }
    boolean none = value.equalsIgnoreCase("none");
    if (!none && Destination.jumpHosts(value).isEmpty()) {
      throw new ConfigException("Invalid -J argument");
    }
    reader.set(ClientKeywords.PROXY_JUMP, none ? Optional.empty() : Optional.of(value));
  }

  private void stdioForward(String value) throws Fatal {
    if (stdioForward.isPresent()) {
      throw new Fatal("stdio forward already specified");
    }
    stdioForward = Forward.stdio(value);
    if (stdioForward.isEmpty()) {
      errors.println("Bad stdio forwarding specification '" + value + "'");
      throw new Fatal("");
    }
    override(ClientKeywords.SESSION_TYPE, "none");
    override(ClientKeywords.REQUEST_TTY, "no");
  }

  private void identity(String file) {
    String name =
        file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file;
    if (!Files.exists(Path.of(name))) {
      missingIdentities.add(file);
      if (!Background.isWorker()) {
        errors.println(
            "Warning: Identity file " + file + " not accessible: No such file or directory.");
      }
      return;
    }
    identities.add(file);
    set(ClientKeywords.IDENTITY_FILE, List.of(file));
  }

  private void escape(String value) throws Fatal {
    boolean control =
        value.length() == 2
            && value.charAt(0) == '^'
            && value.charAt(1) >= 64
            && value.charAt(1) < 128;
    if (value.equals("none")) {
      set(ClientKeywords.ESCAPE_CHAR, Optional.empty());
    } else if (control) {
      set(ClientKeywords.ESCAPE_CHAR, Optional.of((char) (value.charAt(1) & 31)));
    } else if (value.length() == 1) {
      set(ClientKeywords.ESCAPE_CHAR, Optional.of(value.charAt(0)));
    } else {
      errors.println("Bad escape character '" + value + "'.");
      throw new Fatal("");
    }
  }

  private void cipher(String value) throws Fatal {
    if (!isKnown(value, AlgorithmNames.OPENSSH_CLIENT.supported().ciphers())) {
      errors.println("Unknown cipher type '" + value + "'");
      throw new Fatal("");
    }
    set(ClientKeywords.CIPHERS, value);
  }

  private void mac(String value) throws Fatal {
    if (!isKnown(value, AlgorithmNames.OPENSSH_CLIENT.supported().macs())) {
      errors.println("Unknown mac type '" + value + "'");
      throw new Fatal("");
    }
    set(ClientKeywords.MACS, value);
  }

  private static boolean isKnown(String list, List<String> names) {
    if (list.startsWith("-")) {
      return true;
    }
    String bare = list.startsWith("+") || list.startsWith("^") ? list.substring(1) : list;
    for (String name : bare.split(",", -1)) {
      if (!names.contains(name)) {
        return false;
      }
    }
    return true;
  }

  /**
   * That of the ssh which OpenSSH starts for a jump host: its name and the hosts before it, -F, and
   * how much is said; whatever else was typed is for the destination alone.
   */
  CommandLine toJumpHost(JumpHost hop, ClientConfig config) {
    CommandLine line = new CommandLine(errors);
    line.destination = Optional.of(hop.host());
    line.configFile = configFile;
    line.verbosity = verbosity;
    line.quiet = quiet;
    if (!hop.before().isEmpty()) {
      line.jump = Optional.of(hop.textBefore());
      line.jumpHosts = hop.before();
      line.set(ClientKeywords.PROXY_JUMP, line.jump);
    }
    line.override(ClientKeywords.SESSION_TYPE, "none");
    line.override(ClientKeywords.REQUEST_TTY, "no");
    if (Typed.isTyped(config, ClientKeywords.LOG_LEVEL)) {
      line.override(ClientKeywords.LOG_LEVEL, config.value(ClientKeywords.LOG_LEVEL));
    }
    return line;
  }

  /** Gives the configuration what the flags imply, where nothing sets it. */
  void implied(ClientConfigReader reader) {
    if (stdioForward.isPresent()) {
      reader.set(ClientKeywords.CLEAR_ALL_FORWARDINGS, true);
      reader.set(ClientKeywords.EXIT_ON_FORWARD_FAILURE, true);
    }
    // The last one counts, whatever else is said; but which agent -A means, ForwardAgent may say.
    if (forwardsAgent.isPresent()
        && (!forwardsAgent.get() || reader.value(ClientKeywords.FORWARD_AGENT).equals("no"))) {
      reader.override(ClientKeywords.FORWARD_AGENT, forwardsAgent.get() ? "yes" : "no");
    }
  }

  /** Gives the configuration what the flags set, in their order. */
  void applyTo(ClientConfigReader reader) throws ConfigException {
    for (Setting setting : settings) {
      setting.applyTo(reader);
    }
    Destination d = destination();
    d.port().ifPresent(port -> reader.set(ClientKeywords.PORT, port));
    d.user().ifPresent(user -> reader.set(ClientKeywords.USER, Optional.of(user)));
    if (verbosity > 0) {
      reader.override(ClientKeywords.LOG_LEVEL, level());
    } else if (quiet) {
      reader.override(ClientKeywords.LOG_LEVEL, "QUIET");
    }
  }

  /** The log level of the flags alone. */
  String level() {
    return switch (verbosity) {
      case 0 -> quiet ? "QUIET" : "INFO";
      case 1 -> "DEBUG";
      case 2 -> "DEBUG2";
      default -> "DEBUG3";
    };
  }

  Destination destination() {
    return destination.orElseThrow();
  }

  /** The words of the command, which the remote shell gets as one line. */
  String command() {
    return String.join(" ", command);
  }

  /** The hosts of -J, as they were typed. */
  Optional<String> jump() {
    return jump;
  }

  /** Those before a jump host, whose tokens are worked out; none where -J or a file says it. */
  List<Destination> jumpHosts() {
    return jumpHosts;
  }

  /** -W. */
  Optional<Forward.End.Tcp> stdioForward() {
    return stdioForward;
  }

  /** The files of -i. */
  List<String> identities() {
    return identities;
  }

  /** The arguments of -o. */
  List<String> options() {
    return options;
  }

  /** Those of -i that are not there; ssh goes on without them. */
  List<String> missingIdentities() {
    return missingIdentities;
  }

  Optional<String> configFile() {
    return configFile;
  }

  Optional<String> logFile() {
    return logFile;
  }

  Optional<String> query() {
    return query;
  }

  boolean dumps() {
    return dumps;
  }

  boolean showsVersion() {
    return showsVersion;
  }

  /** -y: messages go to the system's log. */
  boolean logsToSystem() {
    return system;
  }

  boolean showsKeys() {
    return showsKeys;
  }
}
