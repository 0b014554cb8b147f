package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.Group;
import dev.aikagi.posix.Shadow;
import dev.aikagi.posix.User;
import dev.aikagi.trust.UserAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an account may log in whatever it proves. The server asks for the first reason why not,
 * and {@link LoginWalk} for all of them.
 *
 * @param config with the Match blocks for this account
 */
record Admission(User account, ServerConfig config, Peer peer, boolean withPam) {
  private interface Check {
    Optional<? extends Reason> reason() throws IOException;
  }

  /** The first reason; nothing behind it is looked at. */
  Optional<Reason> refusal() throws IOException {
    List<Check> checks = List.of(this::server, this::root, this::shell, this::listed, this::locked);
    for (Check check : checks) {
      Optional<? extends Reason> reason = check.reason();
      if (reason.isPresent()) {
        return reason.map(Reason.class::cast);
      }
    }
    return Optional.empty();
  }

  /** Every reason, in the same order. */
  List<Reason> refusals() throws IOException {
    List<Reason> all = new ArrayList<>();
    for (Check check : List.<Check>of(this::server, this::root, this::shell)) {
      check.reason().ifPresent(all::add);
    }
    all.addAll(access().refusals(account.name(), groups(access()), peer.host(), peer.address()));
    locked().ifPresent(all::add);
    return all;
  }

  private Optional<LoginRefusal> server() throws IOException {
    int self = User.effectiveId();
    if (self == 0 || self == account.uid()) {
      return Optional.empty();
    }
    String name = User.withId(self).map(User::name).orElse(Integer.toString(self));
    return Optional.of(new LoginRefusal.NotThisUser(account.name(), name));
  }

  private Optional<LoginRefusal> root() throws IOException {
    return SessionRoot.of(config, account).flatMap(r -> SessionRoot.refusal(account, r));
  }

  private Optional<LoginRefusal> shell() throws IOException {
    Path shell = Path.of(account.shellOrDefault());
    boolean usable = Files.isExecutable(shell) && !Files.isDirectory(shell);
    // One below a root of its own is not looked for: sftp needs none.
    return usable || SessionRoot.of(config, account).isPresent()
        ? Optional.empty()
        : Optional.of(
            new LoginRefusal.NoShell(account.name(), shell.toString(), Files.exists(shell)));
  }

  private Optional<? extends Reason> listed() throws IOException {
    return access().refusal(account.name(), groups(access()), peer.host(), peer.address());
  }

  private UserAccess access() {
    return new UserAccess(
        config.value(ServerKeywords.DENY_USERS),
        config.value(ServerKeywords.ALLOW_USERS),
        config.value(ServerKeywords.DENY_GROUPS),
        config.value(ServerKeywords.ALLOW_GROUPS));
  }

  private List<String> groups(UserAccess access) throws IOException {
    boolean matter = !access.denyGroups().isEmpty() || !access.allowGroups().isEmpty();
    return matter ? Group.namesOf(account) : List.of();
  }

  private Optional<LoginRefusal> locked() throws IOException {
    return withPam || Shadow.named(account.name()).filter(Shadow::locked).isEmpty()
        ? Optional.empty()
        : Optional.of(new LoginRefusal.Locked(account.name()));
  }
}
