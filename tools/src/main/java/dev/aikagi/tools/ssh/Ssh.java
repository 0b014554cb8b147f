package dev.aikagi.tools.ssh;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.Prompter;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.config.AlgorithmNames;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientConfigReader;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.SafeNames;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.connection.KeepAlive;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ssh program. */
public final class Ssh {
  /** Scripts look for OpenSSH's name to know which options there are. */
  private static final String VERSION = TransportOptions.SOFTWARE + " (OpenSSH_10.5p1 compatible)";

  private static final String DEFAULT_ORDER = "publickey,keyboard-interactive,password";

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

  private int start(List<String> args) throws Fatal, ConfigException {
    CommandLine line = CommandLine.parse(args, errors);
    if (line.showsVersion()) {
      errors.println(VERSION + ", Java " + Runtime.version());
      return Exit.OK;
    }
    if (line.query().isPresent()) {
      Queries.answer(line.query().get(), out);
      return Exit.OK;
    }
    log.level(line.level());
    if (line.logFile().isPresent()) {
      try {
        log.writeTo(line.logFile().get());
      } catch (IOException e) {
        throw new Fatal("Couldn't open logfile " + line.logFile().get() + ": " + e.getMessage());
      }
    }
    log.verbose(VERSION + ", Java " + Runtime.version());
    ClientConfig config = configuration(line);
    log.level(config.value(ClientKeywords.LOG_LEVEL));
    if (line.dumps()) {
      config.dump().forEach(out::println);
      return Exit.OK;
    }
    return connect(line, config);
  }

  private ClientConfig configuration(CommandLine line) throws Fatal, ConfigException {
    String host = line.destination().host();
    if (!SafeNames.isHost(host)) {
      throw new Fatal("hostname contains invalid characters");
    }
    ClientConfigReader reader =
        new ClientConfigReader(host, machine, AlgorithmNames.OPENSSH_CLIENT, log::of);
    reader.session(line.command(), line.command().isEmpty() ? "shell" : "exec");
    line.applyTo(reader);
    if (!SafeNames.isUser(reader.value(ClientKeywords.USER).orElse(""))) {
      throw new Fatal("remote username contains invalid characters");
    }
    files(line, reader);
    if (reader.wantsFinalPass()) {
      reader.startFinalPass(reader.hostName());
      files(line, reader);
    }
    ClientConfig config = reader.finish();
    if (!SafeNames.isHost(config.host())) {
      throw new Fatal("hostname contains invalid characters");
    }
    return config;
  }

  private void files(CommandLine line, ClientConfigReader reader) throws ConfigException {
    Optional<String> named = line.configFile();
    if (named.isEmpty()) {
      reader.userFile(machine.homeDirectory() + "/.ssh/config");
      reader.systemFile(ClientConfigReader.SYSTEM_FILE);
    } else if (!named.get().equalsIgnoreCase("none")) {
      reader.namedFile(named.get());
    }
  }

  private int connect(CommandLine line, ClientConfig config) throws Fatal, ConfigException {
    Optional<String> refusal = config.value(ClientKeywords.REFUSE_CONNECTION);
    if (refusal.isPresent()) {
      throw new Fatal("RefuseConnection: " + refusal.get());
    }
    withoutEffect(config);
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
        identity
            .publicKey()
            .ifPresent(k -> out.println(new PublicKeyFile.Entry(k, identity.name()).line()));
      }
      return Exit.OK;
    }
    Connect.Connected connected = new Connect(config, log).connect();
    return authenticate(config, connected, identities.list(), tty, command);
  }

  private void withoutEffect(ClientConfig config) throws Fatal {
    List<String> names = new ArrayList<>();
    for (Keyword<?> keyword : config.withoutEffect()) {
      names.add(keyword.name());
    }
    if (!names.isEmpty()) {
      log.debug(1, "not yet in effect: " + String.join(" ", names));
    }
    if (config.value(ClientKeywords.PROXY_JUMP).isPresent()) {
      // Connecting directly instead would go past a host that is meant to be in between.
      throw new Fatal("ProxyJump: jump hosts are not part of this ssh yet");
    }
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
    Optional<String> configured = config.value(ClientKeywords.REMOTE_COMMAND);
    String typed = line.command();
    boolean subsystem = config.value(ClientKeywords.SESSION_TYPE).equals("subsystem");
    if (subsystem && typed.isEmpty()) {
      errors.println("You must specify a subsystem to invoke.");
      errors.print(Usage.TEXT);
      throw new Fatal("");
    }
    if (configured.isEmpty()) {
      return typed;
    }
    if (!typed.isEmpty()) {
      throw new Fatal("Cannot execute command-line and remote command.");
    }
    return config.tokens().expandForShell(configured.get());
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

  private int authenticate(
      ClientConfig config,
      Connect.Connected connected,
      List<Identity> identities,
      boolean tty,
      String command)
      throws Fatal, ConfigException {
    KnownHostsStore store = new KnownHostsStore(config, log);
    HostKeyVerifier verifier =
        new HostKeyVerifier(config, store, questions, log, connected.address());
    Trace trace = new Trace(log, !config.value(ClientKeywords.WARN_WEAK_CRYPTO).equals("no"));
    int port = config.value(ClientKeywords.PORT);
    ClientOptions options =
        ClientOptions.to(config.host(), port, config.user(), verifier)
            .withMethods(methods(config, identities, verifier))
            .withAuthObserver(trace)
            .withTransport(Preferences.transport(config, store.read(), verifier.query(), trace))
            .withConnection(connection(config))
            .withHostKeys(new HostKeyUpdate(config, store, verifier, questions, log))
            .withPlatformReader(true);
    log.debug(1, "Authenticating to " + config.host() + ":" + port + " as '" + config.user() + "'");
    Failures failures = new Failures(log, connected.address(), port);
    Client client;
    try {
      client = Client.over(connected.stream(), options);
    } catch (IOException e) {
      failures.say(e, trace.metPeer());
      return Exit.FATAL;
    }
    authenticated(config, connected, client);
    try {
      Background.ready();
    } catch (IOException e) {
      log.debug(1, "the process that waits is gone: " + e.getMessage());
    }
    return session(config, client, failures, tty, command);
  }

  private void authenticated(ClientConfig config, Connect.Connected connected, Client client) {
    String where =
        connected
            .address()
            .map(a -> "([" + a + "]:" + config.value(ClientKeywords.PORT) + ")")
            .orElse("(via proxy)");
    String method = client.authenticated().completedMethods().getLast();
    log.verbose("Authenticated to " + config.host() + " " + where + " using \"" + method + "\".");
  }

  private int session(
      ClientConfig config, Client client, Failures failures, boolean tty, String command)
      throws Fatal {
    try (client) {
      if (config.value(ClientKeywords.SESSION_TYPE).equals("none")) {
        log.debug(1, "Entering interactive session.");
        failures.ended(client.ended().join(), true);
        return Exit.FATAL;
      }
      return new SessionRun(client, config, log, tty, command).run();
    } catch (IOException e) {
      failures.say(e, true);
      return Exit.FATAL;
    }
  }

  private static ConnectionOptions connection(ClientConfig config) {
    Duration interval = config.value(ClientKeywords.SERVER_ALIVE_INTERVAL);
    int count = config.value(ClientKeywords.SERVER_ALIVE_COUNT_MAX);
    return ConnectionOptions.CLIENT.withKeepAlive(
        interval.isZero() ? KeepAlive.OFF : new KeepAlive(interval, Math.max(1, count)));
  }

  private List<ClientMethod> methods(
      ClientConfig config, List<Identity> identities, HostKeyVerifier verifier) {
    boolean batch = config.value(ClientKeywords.BATCH_MODE);
    int prompts = config.value(ClientKeywords.NUMBER_OF_PASSWORD_PROMPTS);
    Prompter prompter = new Guarded(questions, verifier);
    List<ClientMethod> methods = new ArrayList<>();
    String order = config.value(ClientKeywords.PREFERRED_AUTHENTICATIONS).orElse(DEFAULT_ORDER);
    for (String name : order.split(",", -1)) {
      switch (name) {
        case "publickey" -> {
          if (!config.value(ClientKeywords.PUBKEY_AUTHENTICATION).equals("no")) {
            methods.add(publicKey(config, identities));
          }
        }
        case "password" -> {
          if (config.value(ClientKeywords.PASSWORD_AUTHENTICATION) && !batch) {
            methods.add(new ClientMethod.Password(prompter, prompts));
          }
        }
        case "keyboard-interactive" -> {
          if (config.value(ClientKeywords.KBD_INTERACTIVE_AUTHENTICATION) && !batch) {
            List<String> devices =
                config
                    .value(ClientKeywords.KBD_INTERACTIVE_DEVICES)
                    .map(d -> List.of(d.split(",", -1)))
                    .orElse(List.of());
            methods.add(new ClientMethod.KeyboardInteractive(prompter, devices, prompts));
          }
        }
        default -> log.debug(2, "authentication method " + name + " is not available");
      }
    }
    return methods;
  }

  private static ClientMethod publicKey(ClientConfig config, List<Identity> identities) {
    List<SignatureAlgorithm> algorithms =
        Preferences.named(
            config.algorithms(ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS),
            SignatureAlgorithm::named);
    boolean hostbound = !config.value(ClientKeywords.PUBKEY_AUTHENTICATION).equals("unbound");
    return new ClientMethod.PublicKey(identities, algorithms, ClientMethod.Probe.ALWAYS, hostbound);
  }

  /** Asks nothing secret once a host key that has changed was let through. */
  private record Guarded(Questions questions, HostKeyVerifier verifier) implements Prompter {
    @Override
    public @Nullable SecretBytes ask(String prompt, boolean echo) throws IOException {
      return verifier.allowsPasswords() ? questions.ask(prompt, echo) : null;
    }

    @Override
    public void inform(String text) throws IOException {
      questions.inform(text);
    }
  }
}
