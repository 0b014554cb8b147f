package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.kex.Preparation;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.Syslog;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ssh program. */
public final class Ssh {
  /** Scripts look for OpenSSH's name to know which options there are. */
  private static final String VERSION = TransportOptions.SOFTWARE + " (OpenSSH_10.5p1 compatible)";

  private final PrintStream out;
  private final PrintStream errors;
  private final Log log;
  private final LocalMachine machine = new LocalMachine();
  private final Questions questions;

  private Ssh(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
    this.log = new Log(errors);
    this.questions = new Questions(log);
  }

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> args) {
    // The order of addresses is the system's (RFC 6724), not the JDK's habit.
    System.setProperty("java.net.preferIPv6Addresses", "system");
    Ssh ssh = new Ssh(System.out, System.err);
    try {
      return ssh.start(args);
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        ssh.log.fatal(e.text());
      }
      return e.status();
    } catch (ConfigException e) {
      String text = String.valueOf(e.getMessage());
      if (!text.isEmpty()) {
        ssh.log.fatal(text);
      }
      return Exit.FATAL;
    }
  }

  /** What {@link RemoteProgram#start(List)} does. */
  static RemoteProgram open(List<String> args, Optional<Bytes> command)
      throws RemoteProgram.NotStarted {
    Ssh ssh = new Ssh(System.out, System.err);
    try {
      CommandLine line = CommandLine.parse(args, ssh.errors);
      return ssh.program(line, ssh.prepared(line), command);
    } catch (Fatal e) {
      throw RemoteProgram.notStarted(ssh.log, e, null);
    } catch (ConfigException e) {
      throw RemoteProgram.notStarted(ssh.log, e);
    }
  }

  /** What {@link LoggedIn#at} does. */
  static LoggedIn logIn(List<String> args, Optional<PublicKey> only, PrintStream errors)
      throws RemoteProgram.NotStarted {
    Ssh ssh = new Ssh(System.out, errors);
    try {
      CommandLine line = CommandLine.parse(args, errors);
      return ssh.loggedIn(line, ssh.prepared(line), only);
    } catch (Fatal e) {
      throw RemoteProgram.notStarted(ssh.log, e, null);
    } catch (ConfigException e) {
      throw RemoteProgram.notStarted(ssh.log, e);
    }
  }

  /** What -V of the tools shows. */
  public static String version() {
    return VERSION + ", Java " + Runtime.version();
  }

  /** What {@link LoggedIn#with} does. */
  static LoggedIn logIn(List<String> args, Identity only, PrintStream errors)
      throws RemoteProgram.NotStarted {
    Ssh ssh = new Ssh(System.out, errors);
    try {
      CommandLine line = CommandLine.parse(args, errors);
      ClientConfig config = ssh.prepared(line);
      Identities none = new Identities(config, ssh.questions, ssh.log, ssh.machine.userId());
      return new LoggedIn(() -> ssh.logIn(line, config, none, List.of(only)), config, ssh.log);
    } catch (Fatal e) {
      throw RemoteProgram.notStarted(ssh.log, e, null);
    } catch (ConfigException e) {
      throw RemoteProgram.notStarted(ssh.log, e);
    }
  }

  private ClientConfig prepared(CommandLine line) throws Fatal, ConfigException {
    System.setProperty("java.net.preferIPv6Addresses", "system");
    loadCryptography();
    Deadly.kill();
    ClientConfig config = configure(line);
    requirePossible(config, log);
    return config;
  }

  private RemoteProgram program(CommandLine line, ClientConfig config, Optional<Bytes> octets)
      throws Fatal, ConfigException {
    Program program =
        octets.isPresent()
            ? new Program(new SessionRequest.Exec(octets.get()))
            : Program.of(config, command(line, config));
    Connect.Connected connected = connected(line, config);
    Identities identities = new Identities(config, questions, log, machine.userId());
    Hint hint = new Hint(config, line, identities, machine, log);
    Visit visit =
        new Visit(config, connected, questions, log)
            .bindingAgentOf(identities)
            .whenDenied(hint::after);
    Client client = visit.logIn(identities.list());
    try {
      return RemoteProgram.start(client, connected, config, program, visit::say, log);
    } catch (IOException e) {
      visit.say(e);
      throw new Fatal("");
    }
  }

  private LoggedIn loggedIn(CommandLine line, ClientConfig config, Optional<PublicKey> only)
      throws ConfigException, RemoteProgram.NotStarted {
    Identities identities = new Identities(config, questions, log, machine.userId());
    List<Identity> offered = only.isPresent() ? identities.of(only.get()) : identities.list();
    return new LoggedIn(() -> logIn(line, config, identities, offered), config, log);
  }

  private Client logIn(
      CommandLine line, ClientConfig config, Identities identities, List<Identity> offered)
      throws RemoteProgram.NotStarted {
    Visit visit = null;
    try {
      Connect.Connected connected = connected(line, config);
      visit = new Visit(config, connected, questions, log).bindingAgentOf(identities);
      return visit.logIn(offered);
    } catch (Fatal e) {
      throw RemoteProgram.notStarted(log, e, visit == null ? null : visit.denied());
    } catch (ConfigException e) {
      throw RemoteProgram.notStarted(log, e);
    }
  }

  private int start(List<String> args) throws Fatal, ConfigException {
    if (mayConnect(args)) {
      loadCryptography();
    }
    CommandLine line = CommandLine.parse(args, errors);
    if (line.showsVersion()) {
      errors.println(version());
      return Exit.OK;
    }
    if (line.query().isPresent()) {
      Queries.answer(line.query().get(), out);
      return Exit.OK;
    }
    Deadly.kill();
    ClientConfig config = configure(line);
    if (line.dumps()) {
      config.dump().forEach(out::println);
      return Exit.OK;
    }
    return connect(line, config);
  }

  /** Beside what follows until there is a connection: the JDK's providers take longer than that. */
  static void loadCryptography() {
    Thread.ofPlatform().daemon().name("ssh-prepare").start(Preparation::run);
  }

  /**
   * As far as that shows before the command line is understood; where it is wrong, something is
   * loaded for nothing, or a little later.
   */
  private static boolean mayConnect(List<String> args) {
    return !args.contains("-V") && !args.contains("-G") && !args.contains("-Q");
  }

  private ClientConfig configure(CommandLine line) throws Fatal, ConfigException {
    machine.requireAccount();
    log.level(line.level());
    if (line.logFile().isPresent()) {
      try {
        log.writeTo(line.logFile().get());
      } catch (IOException e) {
        throw new Fatal("Couldn't open logfile " + line.logFile().get() + ": " + e.getMessage());
      }
    }
    log.verbose(VERSION + ", Java " + Runtime.version());
    ClientConfig config = Configuration.read(line, machine, log);
    log.level(config.value(ClientKeywords.LOG_LEVEL));
    if (line.logsToSystem()) {
      String facility = config.value(ClientKeywords.SYSLOG_FACILITY);
      log.writeTo(Syslog.open("ssh", Syslog.Facility.valueOf(facility)));
    }
    return config;
  }

  /** Whether the configuration wants it at all; says what of it is not in effect. */
  static void requirePossible(ClientConfig config, Log log) throws Fatal {
    Optional<String> refusal = config.value(ClientKeywords.REFUSE_CONNECTION);
    if (refusal.isPresent()) {
      throw new Fatal("RefuseConnection: " + refusal.get());
    }
    withoutEffect(config, log);
  }

  private int connect(CommandLine line, ClientConfig config) throws Fatal, ConfigException {
    requirePossible(config, log);
    String command = command(line, config);
    if (goesToBackground(config, command)) {
      try {
        return Background.start();
      } catch (IOException e) {
        throw new Fatal("cannot go to the background: " + e.getMessage());
      }
    }
    boolean tty = wantsTerminal(config, command);
    Identities identities = new Identities(config, questions, log, machine.userId());
    if (line.showsKeys()) {
      for (Identity identity : identities.list()) {
        String name = identity.name().isEmpty() ? "" : " " + identity.name();
        identity
            .certificate()
            .map(Certificate::line)
            .or(() -> identity.publicKey().map(PublicKey::line))
            .ifPresent(shown -> out.println(shown + name));
      }
      return Exit.OK;
    }
    Connect.Connected connected = connected(line, config);
    Hint hint = new Hint(config, line, identities, machine, log);
    Visit visit =
        new Visit(config, connected, questions, log)
            .bindingAgentOf(identities)
            .whenDenied(hint::after);
    return line.stdioForward().isPresent()
        ? visit.run(identities.list(), line.stdioForward().get())
        : visit.run(identities.list(), tty, command);
  }

  private static void withoutEffect(ClientConfig config, Log log) {
    List<String> names = new ArrayList<>();
    for (Keyword<?> keyword : config.withoutEffect()) {
      names.add(keyword.name());
    }
    if (!names.isEmpty()) {
      log.debug(1, "not in effect: " + String.join(" ", names));
    }
  }

  private Connect.Connected connected(CommandLine line, ClientConfig config)
      throws Fatal, ConfigException {
    return new Route(questions, machine).to(line, config, log);
  }

  private static boolean goesToBackground(ClientConfig config, String command) throws Fatal {
    boolean none = config.value(ClientKeywords.SESSION_TYPE).equals("none");
    boolean wanted = config.value(ClientKeywords.FORK_AFTER_AUTHENTICATION);
    if (wanted && command.isEmpty() && !none) {
      throw new Fatal("Cannot fork into background without a command to execute.");
    }
    return wanted && !Background.isWorker();
  }

  private String command(CommandLine line, ClientConfig config) throws Fatal, ConfigException {
    String typed = line.command();
    boolean subsystem = config.value(ClientKeywords.SESSION_TYPE).equals("subsystem");
    if (subsystem && typed.isEmpty()) {
      errors.println("You must specify a subsystem to invoke.");
      errors.print(Usage.TEXT);
      throw new Fatal("");
    }
    return Configuration.command(config, typed);
  }

  private boolean wantsTerminal(ClientConfig config, String command) {
    String request = config.value(ClientKeywords.REQUEST_TTY);
    boolean none = config.value(ClientKeywords.SESSION_TYPE).equals("none");
    boolean wanted =
        switch (request) {
          case "no" -> false;
          case "yes", "force" -> true;
          default -> command.isEmpty() && !none;
        };
    boolean possible = Terminal.isTerminal(0) && !config.value(ClientKeywords.STDIN_NULL);
    if (wanted && !possible && !request.equals("force")) {
      log.info("Pseudo-terminal will not be allocated because stdin is not a terminal.");
      return false;
    }
    return wanted;
  }
}
