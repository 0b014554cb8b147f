package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.SessionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts of this system, for one connection. The connection's thread. */
final class SystemUsers implements ServerAuthPolicy<SystemUser>, AutoCloseable {
  private final ServerConfig config;
  private final Peer peer;
  private final ServerLog log;
  private final SessionProcesses processes;
  private final Accounts accounts;

  /** Of the name that is being tried; closed also from where the grace time ends. */
  private volatile @Nullable SystemUser current;

  private boolean invalidUserSeen;

  /** The user database. */
  interface Accounts {
    Optional<User> named(String name) throws IOException;
  }

  SystemUsers(ServerConfig config, Peer peer, ServerLog log, SessionProcesses processes) {
    this(config, peer, log, processes, User::named);
  }

  SystemUsers(
      ServerConfig config,
      Peer peer,
      ServerLog log,
      SessionProcesses processes,
      Accounts accounts) {
    this.accounts = accounts;
    this.config = config;
    this.peer = peer;
    this.log = log;
    this.processes = processes;
  }

  /** Whether the peer tried a name that no account has. */
  boolean invalidUserSeen() {
    return invalidUserSeen;
  }

  @Override
  public SystemUser user(String userName) {
    close();
    try {
      // The databases may be on the network: a wait in native code.
      SystemUser user = OwnThread.call("look up", () -> look(userName));
      invalidUserSeen |= !user.exists();
      current = user;
      return user;
    } catch (IOException | RuntimeException e) {
      // The peer has no part in it, and the databases may answer the next one.
      log.error("user database: " + ServerLog.why(e));
      Reason fault = new LoginRefusal.Fault("user database", ServerLog.why(e));
      return new SystemUser(
          userName,
          Optional.empty(),
          config,
          peer,
          log,
          Optional.of(fault),
          Optional.empty(),
          processes);
    }
  }

  private SystemUser look(String userName) throws IOException {
    Optional<User> account = accounts.named(userName);
    ServerConfig forUser;
    try {
      forUser = config.forConnection(peer.facts(Optional.of(userName), account.isEmpty()));
    } catch (ConfigException e) {
      throw new IOException(e);
    }
    log.threshold(ServerLog.Level.of(forUser.value(ServerKeywords.LOG_LEVEL)));
    List<Keyword<?>> rows = new ArrayList<>(forUser.withoutEffect());
    rows.removeAll(config.withoutEffect());
    rows.forEach(r -> log.info("not yet in effect for this user: " + r.name()));
    boolean withPam = forUser.value(ServerKeywords.USE_PAM);
    // Also asked for a name without an account, so that its answer does not come sooner.
    Optional<Reason> ofAccount =
        new Admission(account.orElse(UserKeys.STAND_IN), forUser, peer, withPam).refusal();
    Optional<Reason> refusal =
        account.isEmpty()
            ? Optional.of(new LoginRefusal.NoSuchUser(userName, peer.toString()))
            : ofAccount;
    refusal.ifPresent(r -> log.info(r.summary()));
    Optional<PamLogin> pam =
        withPam
            ? Optional.of(pam(userName, account, forUser, refusal.isEmpty()))
            : Optional.empty();
    return new SystemUser(userName, account, forUser, peer, log, refusal, pam, processes);
  }

  private PamLogin pam(
      String userName, Optional<User> account, ServerConfig forUser, boolean mayLogIn) {
    String service = forUser.value(ServerKeywords.PAM_SERVICE_NAME).orElse("sshd");
    return new PamLogin(
        () -> processes.forConnection(mayLogIn ? account : Optional.empty()),
        new SessionRequest.BeginPam(service, userName, peer.host()),
        mayLogIn && SystemUser.passwordCounts(account, forUser),
        forUser.value(ServerKeywords.PERMIT_EMPTY_PASSWORDS),
        log);
  }

  @Override
  public void close() {
    SystemUser user = current;
    current = null;
    if (user != null) {
      user.close();
    }
  }
}
