package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.posix.Group;
import dev.aikagi.posix.Shadow;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.UserRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The account: whether it may log in, whatever it proves. */
final class AccountWalk {
  /** Made to end sessions. */
  private static final Set<String> NO_SHELLS = Set.of("nologin", "false");

  private final Walk walk;
  private final User user;

  AccountWalk(Walk walk) {
    this.walk = walk;
    this.user = walk.user;
  }

  void go() throws IOException {
    walk.step(
        Mark.OK,
        "walk.account",
        "user",
        user.name(),
        "uid",
        Integer.toUnsignedString(user.uid()),
        "home",
        user.home(),
        "shell",
        user.shellOrDefault());
    for (Reason reason : new Admission(user, walk.config, walk.peer, walk.withPam()).refusals()) {
      refused(reason);
    }
    if (walk.findings().isEmpty()) {
      walk.step(Mark.OK, "walk.admitted", "user", user.name());
    }
    shell();
    shadow();
    noLogins();
    home();
  }

  private void refused(Reason reason) throws IOException {
    switch (reason) {
      // The server may be root's where whoever asks is not.
      case LoginRefusal.NotThisUser _ -> {}
      case LoginRefusal.BadRoot bad -> root(bad);
      case LoginRefusal.NoShell _ ->
          walk.fault(
              Rank.CERTAIN,
              reason,
              Remedy.server(Sh.line("usermod", "-s", "/bin/sh", user.name())));
      case LoginRefusal.Locked _ ->
          walk.configured(Rank.CERTAIN, reason, ServerKeywords.USE_PAM, unlock());
      case UserRefusal listed -> listed(listed);
      default -> walk.fault(Rank.CERTAIN, reason);
    }
  }

  /** passwd -u gives no password to an account that has none; "*" is one that nothing matches. */
  private Remedy unlock() {
    String name = Sh.word(user.name());
    return Remedy.server("passwd -u " + name + " || usermod -p '*' " + name);
  }

  private void listed(UserRefusal refusal) throws IOException {
    Keyword<?> keyword = keyword(refusal);
    List<Remedy> remedies = new ArrayList<>();
    switch (refusal) {
      case UserRefusal.ListedInDenyUsers d -> remedies.add(walk.lines.remove(keyword, d.pattern()));
      case UserRefusal.NotListedInAllowUsers _ ->
          remedies.add(walk.lines.add(keyword, user.name()));
      case UserRefusal.GroupInDenyGroups d -> deniedGroup(d.group(), keyword, remedies);
      case UserRefusal.NoGroupInAllowGroups _ -> noAllowedGroup(keyword, remedies);
      case UserRefusal.InvalidPattern i -> remedies.add(walk.lines.remove(keyword, i.pattern()));
      case UserRefusal.NotInAnyGroup _, UserRefusal.RootLogin _ -> {}
    }
    walk.configured(Rank.CERTAIN, refusal, keyword, remedies.toArray(Remedy[]::new));
  }

  private Keyword<?> keyword(UserRefusal refusal) {
    return switch (refusal) {
      case UserRefusal.ListedInDenyUsers _ -> ServerKeywords.DENY_USERS;
      case UserRefusal.NotListedInAllowUsers _ -> ServerKeywords.ALLOW_USERS;
      case UserRefusal.GroupInDenyGroups _ -> ServerKeywords.DENY_GROUPS;
      case UserRefusal.InvalidPattern i ->
          i.keyword().equals("DenyUsers") ? ServerKeywords.DENY_USERS : ServerKeywords.ALLOW_USERS;
      case UserRefusal.RootLogin _ -> ServerKeywords.PERMIT_ROOT_LOGIN;
      case UserRefusal.NoGroupInAllowGroups _, UserRefusal.NotInAnyGroup _ ->
          ServerKeywords.ALLOW_GROUPS;
    };
  }

  /** Out of the group, where it is not his first one: the list may be there for others. */
  private void deniedGroup(String group, Keyword<?> keyword, List<Remedy> remedies)
      throws IOException {
    boolean first = Group.withId(user.gid()).filter(g -> g.name().equals(group)).isPresent();
    if (!first) {
      remedies.add(Remedy.server(Sh.line("gpasswd", "-d", user.name(), group)));
    }
    for (String pattern : walk.config.value(ServerKeywords.DENY_GROUPS)) {
      if (Patterns.matches(group, pattern)) {
        remedies.add(walk.lines.remove(keyword, pattern));
        break;
      }
    }
  }

  private void noAllowedGroup(Keyword<?> keyword, List<Remedy> remedies) throws IOException {
    for (String pattern : walk.config.value(ServerKeywords.ALLOW_GROUPS)) {
      if (Group.named(pattern).isPresent()) {
        remedies.add(Remedy.server(Sh.line("usermod", "-aG", pattern, user.name())));
        break;
      }
    }
    Optional<Group> own = Group.withId(user.gid());
    if (own.isPresent()) {
      remedies.add(walk.lines.add(keyword, own.get().name()));
    }
  }

  private void root(LoginRefusal.BadRoot bad) throws IOException {
    Optional<Path> root = SessionRoot.of(walk.config, user);
    if (User.effectiveId() != 0 || root.isEmpty()) {
      return;
    }
    List<FileModeReason> faults =
        root.get().isAbsolute() ? SessionRoot.faults(root.get()) : List.of();
    if (faults.isEmpty()) {
      walk.configured(Rank.CERTAIN, bad, ServerKeywords.CHROOT_DIRECTORY);
    }
    for (FileModeReason fault : faults) {
      walk.configured(
          Rank.CERTAIN, fault, ServerKeywords.CHROOT_DIRECTORY, ModeRemedies.ofRoot(fault));
    }
  }

  private void shell() {
    Path name = Path.of(user.shellOrDefault()).getFileName();
    boolean ends = name != null && NO_SHELLS.contains(name.toString());
    boolean needed =
        walk.config.value(ServerKeywords.FORCE_COMMAND).filter("internal-sftp"::equals).isEmpty();
    if (ends && needed && Files.isExecutable(Path.of(user.shellOrDefault()))) {
      walk.fault(
          Rank.CERTAIN,
          new ServerSetupReason.NoLoginShell(user.name(), user.shellOrDefault()),
          Remedy.server(Sh.line("usermod", "-s", "/bin/sh", user.name())));
    }
  }

  private void shadow() throws IOException {
    Optional<Shadow> shadow = Shadow.named(user.name());
    if (shadow.isEmpty()) {
      walk.step(Mark.NOT_SEEN, "walk.no-shadow", "user", user.name());
      return;
    }
    Rank rank = walk.withPam() ? Rank.LIKELY : Rank.CERTAIN;
    SystemUser.expiry(user.name(), shadow.get())
        .ifPresent(
            e -> walk.fault(rank, e, Remedy.server(Sh.line("usermod", "-e", "", user.name()))));
    if (walk.withPam() && shadow.get().locked()) {
      walk.step(Mark.NOTE, "walk.locked-password", "user", user.name());
    }
  }

  private void noLogins() {
    if (user.uid() != 0 && Files.exists(Greeting.NOLOGIN)) {
      walk.fault(
          walk.withPam() ? Rank.LIKELY : Rank.CERTAIN,
          new ServerSetupReason.NoLoginFile(Greeting.NOLOGIN),
          Remedy.server(Sh.line("rm", Greeting.NOLOGIN)));
    }
  }

  private void home() {
    Path home = user.home();
    if (!Files.exists(home)) {
      walk.fault(
          walk.config.value(ServerKeywords.AUTHORIZED_KEYS_FILE).stream()
                  .allMatch(f -> f.startsWith("/") && !f.contains("%h"))
              ? Rank.RISK
              : Rank.LIKELY,
          new ServerSetupReason.NoHome(user.name(), home),
          Remedy.server(
              Sh.line("mkdir", "-p", "-m", "700", home),
              Sh.line("chown", "-h", user.name() + ":", home)));
    } else if (!Files.isDirectory(home)) {
      walk.fault(Rank.LIKELY, new ServerSetupReason.HomeNotAFolder(user.name(), home));
    }
  }
}
