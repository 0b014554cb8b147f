package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.auth.AuthAttempt;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.ServerAuthObserver;
import dev.aikagi.auth.ServerAuthOptions;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.connection.KeepAlive;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.forward.ForwardPolicy;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.Signer;
import dev.aikagi.server.ConnectionPolicy;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sshd decides about one connection, and what it remembers of it for the log. */
final class SshdConnection implements ConnectionPolicy<SystemUser>, ServerAuthObserver {
  /** A peer that is turned away. */
  private record Turned(String summary) implements Reason {}

  private final Settings settings;
  private final ServerConfig config;
  private final Peer peer;
  private final ServerLog log;
  private final Penalised penalised;
  private final SystemUsers users;
  private volatile String userName = "";
  private volatile boolean validUser;
  private volatile boolean attempted;
  private volatile boolean graceEnded;
  private @Nullable Login login;

  /** Why a source is refused by what it did before; null where it is not. */
  interface Penalised {
    @Nullable String reason();
  }

  SshdConnection(
      Settings settings, Peer peer, ServerLog log, Penalised penalised, SessionProcesses processes)
      throws ConfigException {
    this.settings = settings;
    this.peer = peer;
    this.log = log;
    this.penalised = penalised;
    this.config = settings.config().forConnection(peer.facts(Optional.empty(), false));
    this.users = new SystemUsers(settings.config(), peer, log, processes);
  }

  @Override
  public Optional<Reason> refusal() {
    String penalty = penalised.reason();
    if (penalty != null) {
      return Optional.of(new Turned(penalty));
    }
    return config.value(ServerKeywords.REFUSE_CONNECTION)
        ? Optional.of(new Turned("RefuseConnection"))
        : Optional.empty();
  }

  @Override
  public TransportOptions transportOptions() {
    return settings.transport().withListener(this::transportEvent);
  }

  private void transportEvent(TransportEvent event) {
    if (!log.logs(ServerLog.Level.DEBUG1)) {
      return;
    }
    switch (event) {
      case TransportEvent.LocalVersion v -> log.debug("Local version string " + v.version());
      case TransportEvent.PeerVersion v -> log.debug("Remote protocol version " + v.version());
      case TransportEvent.Negotiated n ->
          log.debug("kex: " + n.algorithms() + (n.strict() ? " strict" : ""));
      default -> log.log(ServerLog.Level.DEBUG2, event.getClass().getSimpleName());
    }
  }

  @Override
  public List<Signer> hostKeys() {
    return settings.hostKeys();
  }

  @Override
  public ServerAuthPolicy<SystemUser> users() {
    return users;
  }

  @Override
  public ServerAuthOptions authOptions(SecureTransport transport) {
    return ServerAuthOptions.defaults().observer(this);
  }

  @Override
  public void attempt(AuthAttempt attempt) {
    userName = attempt.userName();
    validUser = attempt.validUser();
    attempted |= !attempt.methodName().equals("none");
    ServerLog.Level level = attempt.prominent() ? ServerLog.Level.INFO : ServerLog.Level.VERBOSE;
    log.log(level, attempt.logLine(peer.address(), peer.port()));
    if (attempt.result() == AuthAttempt.Result.FAILED && !attempt.methodName().equals("none")) {
      DecidingReason.of(attempt.reasons(), attempt.key())
          .ifPresent(r -> log.info(refused(attempt, r)));
    }
    attempt.reasons().forEach(r -> log.debug("because " + r.summary()));
  }

  /** For whoever runs the server: the peer learns nothing of it. */
  // The peer before the name, which may have blanks and words such as "from" in it.
  private String refused(AuthAttempt attempt, Reason reason) {
    KeyOrCertificate key = attempt.key();
    return "Refused "
        + Printable.of(attempt.methodName(), 64)
        + (key == null ? "" : " " + key.description())
        + " from "
        + peer
        + " for "
        + Printable.of(attempt.userName(), ServerLog.MAX_NAME)
        + ": "
        + Printable.of(reason.summary(), ServerLog.MAX_PEER_TEXT);
  }

  @Override
  public void tooManyFailures(String name, boolean valid) {
    log.error(
        "maximum authentication attempts exceeded for "
            + (valid ? "" : "invalid user ")
            + Printable.of(name, ServerLog.MAX_NAME)
            + " from "
            + peer
            + " ssh2 [preauth]");
  }

  @Override
  public ConnectionOptions connectionOptions(AuthenticatedUser<SystemUser> user) {
    ServerConfig c = user.user().config();
    return ConnectionOptions.SERVER
        .withMaxSessions(c.value(ServerKeywords.MAX_SESSIONS))
        .withKeepAlive(
            new KeepAlive(
                c.value(ServerKeywords.CLIENT_ALIVE_INTERVAL),
                c.value(ServerKeywords.CLIENT_ALIVE_COUNT_MAX)))
        .withIdlePolicy(Idle.of(c, peer, log));
  }

  @Override
  public SessionHandler session(AuthenticatedUser<SystemUser> user, Connection connection) {
    Login of = login(user);
    of.starter().expect(of.user());
    return new LoginSession(of);
  }

  @Override
  public ForwardPolicy forwarding(AuthenticatedUser<SystemUser> user, Connection connection) {
    return Forwarding.of(login(user), connection);
  }

  /** Once per connection. */
  private synchronized Login login(AuthenticatedUser<SystemUser> user) {
    Login known = login;
    if (known == null) {
      SystemUser system = user.user();
      known =
          new Login(
              system.account(),
              peer,
              system.config(),
              user.options(),
              user.steps(),
              system.pam(),
              system.starter(),
              system.mustChangePassword(),
              system.lent().file(system.account()),
              log);
      login = known;
    }
    return known;
  }

  /** Nobody may log in any more. */
  void endOfGrace() {
    graceEnded = true;
    close();
  }

  /** Whether it was punished for that already. */
  boolean graceEnded() {
    return graceEnded;
  }

  /** The connection has ended, or was never begun. */
  void close() {
    users.close();
  }

  ServerLog log() {
    return log;
  }

  Peer peer() {
    return peer;
  }

  /** The last name that the peer tried; empty before the first. */
  String userName() {
    return userName;
  }

  boolean validUser() {
    return validUser;
  }

  boolean attempted() {
    return attempted;
  }

  boolean invalidUserSeen() {
    return users.invalidUserSeen();
  }
}
