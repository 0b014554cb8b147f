package dev.aikagi.tools.ssh;

import dev.aikagi.Termination;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Forward;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.connection.KeepAlive;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.Timer;
import dev.aikagi.transport.TransportListener;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection from the version exchange to its end: login, session, farewell. */
final class Visit {
  private static final int NO_SIGNAL = -1;

  private final ClientConfig config;
  private final Connect.Connected connected;
  private final Questions questions;
  private final Log log;
  private final Traffic traffic;
  private final int port;
  private final Failures failures;

  /** ConnectTimeout has passed before the server said what it is. */
  private final AtomicBoolean late = new AtomicBoolean();

  private Timer.@Nullable Scheduled timeout;
  private @Nullable IOException failure;
  private Witness witness = Witness.NOBODY;
  private ClientMethod.Probe probe = ClientMethod.Probe.UNLESS_SINGLE;
  private Optional<Identities> lender = Optional.empty();
  private Consumer<AuthenticationException> whenDenied = d -> {};
  private BooleanSupplier cut = () -> false;
  private Optional<Duration> openTime = Optional.empty();

  Visit(ClientConfig config, Connect.Connected connected, Questions questions, Log log) {
    this.config = config;
    this.connected = connected;
    this.questions = questions;
    this.log = log;
    this.traffic = new Traffic(connected.stream());
    this.port = config.value(ClientKeywords.PORT);
    this.failures = new Failures(log, connected.address(), port);
  }

  /** Has somebody add something to the server's refusal. */
  Visit whenDenied(Consumer<AuthenticationException> somebody) {
    whenDenied = somebody;
    return this;
  }

  /** Has the agent of these told which server its keys are for, once that is known. */
  Visit bindingAgentOf(Identities identities) {
    lender = Optional.of(identities);
    return this;
  }

  /**
   * It is for a channel to a port: what keeps the server from connecting there, it may tell late.
   */
  Visit forJump(Duration atMost) {
    openTime = Optional.of(atMost);
    return this;
  }

  /** Somebody who ends the login from outside says why himself. */
  Visit cutBy(BooleanSupplier somebody) {
    cut = somebody;
    return this;
  }

  /**
   * Has somebody hear what happens, beside the lines of -v: who examines a login, and wants to know
   * which half of a proof was refused.
   */
  Visit heardBy(Witness somebody) {
    witness = somebody;
    probe = ClientMethod.Probe.ALWAYS;
    return this;
  }

  /** A check by a lambda would ask for the key alone, where a certificate was shown. */
  private record Traced(Trace trace, HostKeyVerifier verifier) implements HostKeyCheck {
    @Override
    public HostKeyVerdict check(PublicKey key, SignatureAlgorithm algorithm) throws IOException {
      trace.replyReceived();
      return verifier.check(key, algorithm);
    }

    @Override
    public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm)
        throws IOException {
      trace.replyReceived();
      return verifier.check(certificate, algorithm);
    }
  }

  /** Logs in and runs the session; the exit code. */
  int run(List<Identity> identities, boolean tty, String command) throws Fatal, ConfigException {
    Client client = logIn(identities);
    ready();
    return session(client, tty, command);
  }

  /** Logs in, and standard input and output are a connection of the server's; the exit code. */
  int run(List<Identity> identities, Forward.End.Tcp target) throws Fatal, ConfigException {
    Client client = forJump(JumpChannel.TIME).logIn(identities);
    ready();
    LocalCommand local = LocalCommand.of(config);
    AtomicInteger signalled = leaving(client);
    int code = Exit.OK;
    try (client) {
      if (!new StdioForward(client, config, log).run(target, local)) {
        code = Exit.FATAL;
        if (signalled.get() == NO_SIGNAL) {
          failures.ended(client.ended().join(), true);
        }
      }
    } catch (IOException e) {
      failures.say(e, true);
      code = Exit.FATAL;
    }
    traffic.tell(log);
    return signalled.get() == NO_SIGNAL ? code : signalled.get();
  }

  /** Exchanges keys and authenticates; whoever calls closes what it gives. */
  Client logIn(List<Identity> identities) throws Fatal, ConfigException {
    KnownHostsStore store = new KnownHostsStore(config, log);
    HostKeyVerifier verifier =
        new HostKeyVerifier(config, store, questions, log, connected.address());
    TransportOptions transport = Preferences.transport(config, store, verifier.query());
    List<Identity> tried = new ArrayList<>(identities);
    Methods methods = new Methods(config, questions, verifier, log, connected.local(), probe);
    Trace trace =
        new Trace(
            log,
            !config.value(ClientKeywords.WARN_WEAK_CRYPTO).equals("no"),
            transport.rekeyLimit().bytes(),
            this::metPeer,
            () -> Identities.announce(tried, config, log));
    ClientOptions options =
        ClientOptions.to(config.host(), port, config.user(), new Traced(trace, verifier))
            .withLateMethods(server -> methods.list(lent(server, tried)))
            .withAuthObserver(witness.beside((ClientAuthObserver) trace))
            .withTransport(transport.withListener(witness.beside((TransportListener) trace)))
            .withConnection(connection())
            .withAgentForwarding(ForwardedAgent.of(config, log))
            .withHostKeys(new HostKeyUpdate(config, store, verifier, questions, log))
            .withPlatformReader(true);
    armTimeout();
    try {
      Client client = Client.over(traffic, options);
      authenticated(client);
      return client;
    } catch (IOException e) {
      throw refused(e, store, trace);
    } finally {
      disarmTimeout();
    }
  }

  /** Leaves those that the agent lends for this server. */
  private List<Identity> lent(SecureTransport server, List<Identity> identities) {
    if (lender.isPresent()) {
      List<Identity> left =
          lender.get().boundTo(Client.agentBinding(server), List.copyOf(identities));
      identities.clear();
      identities.addAll(left);
    }
    return identities;
  }

  /** Says why the connection ended. */
  void say(IOException e) {
    failures.say(e, true);
  }

  /** The same. */
  void say(Termination how) {
    failures.ended(how, true);
  }

  private void armTimeout() {
    Optional<Duration> left = connected.left();
    if (left.isPresent()) {
      Duration time = left.get().isPositive() ? left.get() : Duration.ofNanos(1);
      timeout =
          Timer.after(
              time,
              () -> {
                late.set(true);
                traffic.close();
              });
    }
  }

  private void disarmTimeout() {
    Timer.Scheduled armed = timeout;
    if (armed != null) {
      armed.close();
    }
  }

  private void metPeer() {
    disarmTimeout();
    log.debug(1, "Authenticating to " + address() + " as '" + config.user() + "'");
  }

  private String address() {
    String host = config.host();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The server's refusal, where {@link #logIn} failed by one. */
  @Nullable AuthenticationException denied() {
    return failure instanceof AuthenticationException a ? a : null;
  }

  /** What {@link #logIn} failed by; null where it did not. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Whether ConnectTimeout passed before the server said what it is. */
  boolean isLate() {
    return late.get();
  }

  private Fatal refused(IOException e, KnownHostsStore store, Trace trace) {
    failure = e;
    if (cut.getAsBoolean()) {
      return new Fatal("");
    }
    if (store.failure().isPresent()) {
      return new Fatal(store.failure().get());
    }
    if (late.get()) {
      failures.bannerTimeout();
    } else {
      failures.say(e, trace.metPeer());
    }
    if (e instanceof AuthenticationException refusal) {
      whenDenied.accept(refusal);
    }
    return new Fatal("");
  }

  private void authenticated(Client client) {
    String where = connected.address().map(a -> "([" + a + "]:" + port + ")").orElse("(via proxy)");
    String method = client.authenticated().completedMethods().getLast();
    log.verbose("Authenticated to " + config.host() + " " + where + " using \"" + method + "\".");
  }

  private void ready() {
    try {
      Background.ready();
    } catch (IOException e) {
      log.debug(1, "the process that waits is gone: " + e.getMessage());
    }
  }

  private int session(Client client, boolean tty, String command) throws Fatal, ConfigException {
    LocalCommand local = LocalCommand.of(config);
    try (client) {
      if (config.value(ClientKeywords.SESSION_TYPE).equals("none")) {
        AtomicInteger signalled = leaving(client);
        local.run(log);
        log.debug(1, "Entering interactive session.");
        Termination how = client.ended().join();
        if (signalled.get() == NO_SIGNAL) {
          failures.ended(how, true);
        }
        traffic.tell(log);
        return signalled.get() == NO_SIGNAL ? Exit.FATAL : signalled.get();
      }
      SessionRun run = new SessionRun(client, config, log, tty, command);
      int code = run.run(local, connected);
      traffic.tell(log);
      log.debug(1, "Exit status " + run.status());
      return code;
    } catch (IOException e) {
      failures.say(e, true);
      return Exit.FATAL;
    }
  }

  /** Where there is no program whose end would be the end: which exit code a signal left. */
  private AtomicInteger leaving(Client client) {
    AtomicInteger signalled = new AtomicInteger(NO_SIGNAL);
    Deadly.leave(log, () -> stop(client, signalled, Exit.FATAL));
    Deadly.stopOnTerm(() -> stop(client, signalled, Exit.OK));
    return signalled;
  }

  private static void stop(Client client, AtomicInteger signalled, int code) {
    signalled.set(code);
    client.close();
  }

  private ConnectionOptions connection() {
    Duration interval = config.value(ClientKeywords.SERVER_ALIVE_INTERVAL);
    int count = config.value(ClientKeywords.SERVER_ALIVE_COUNT_MAX);
    ConnectionOptions options =
        ConnectionOptions.CLIENT
            .withKeepAlive(
                interval.isZero() ? KeepAlive.OFF : new KeepAlive(interval, Math.max(1, count)))
            .withIdlePolicy(Idle.of(config, log));
    return openTime.isPresent() ? options.withRequestTimeout(openTime.get()) : options;
  }
}
