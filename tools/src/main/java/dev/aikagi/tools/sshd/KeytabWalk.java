package dev.aikagi.tools.sshd;

import dev.aikagi.MalformedException;
import dev.aikagi.Reason;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.kerberos.KeytabFile;
import dev.aikagi.kerberos.UnseenKeytabException;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Kerberos, where GSSAPIAuthentication is on: whether the keytab is one that sshd can open a ticket
 * with. Keys and hosts log in without it, so that nothing here keeps them out, unless
 * AuthenticationMethods wants gssapi-with-mic besides.
 */
final class KeytabWalk {
  private static final String METHOD = "gssapi-with-mic";
  private static final int MOST_PRINCIPALS = 50;
  private static final int BY_OTHERS = 077;

  private final Walk walk;
  private final Path file;
  private final PrincipalAccess.OwnNames ownNames;
  private final List<List<String>> lists;
  private final Rank rank;
  private final boolean strict;
  private boolean asked;
  private List<String> names = List.of();

  KeytabWalk(Walk walk) {
    this(walk, Keytab.file(), PrincipalAccess::ofHost);
  }

  KeytabWalk(Walk walk, Path file, PrincipalAccess.OwnNames ownNames) {
    this.walk = walk;
    this.file = real(file);
    this.ownNames = ownNames;
    this.lists =
        SystemUser.settings(walk.config, walk.withPam(), null).authenticationMethods().lists();
    boolean needed = !lists.isEmpty() && lists.stream().allMatch(l -> l.contains(METHOD));
    this.rank = needed ? Rank.CERTAIN : Rank.POSSIBLE;
    this.strict = walk.config.value(ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK);
  }

  void go() {
    boolean listed = lists.isEmpty() || lists.stream().anyMatch(l -> l.contains(METHOD));
    if (!listed || !walk.config.value(ServerKeywords.GSSAPI_AUTHENTICATION)) {
      return;
    }
    Optional<FileModes.Attributes> seen = new UserKeys.Attributes(true).of(file);
    if (seen.isEmpty() && Files.notExists(file)) {
      fault(
          new KeytabReason.Missing(file),
          rank == Rank.CERTAIN ? made() : Remedy.server(),
          walk.lines.set(ServerKeywords.GSSAPI_AUTHENTICATION, "no"));
    } else if (seen.isEmpty()) {
      fault(unreadable("it cannot be looked at"));
    } else {
      found(seen.get());
    }
  }

  /** As sshd asks for them when a ticket has come: of the DNS, which may take its time. */
  private List<String> names() {
    if (asked) {
      return names;
    }
    asked = true;
    try {
      names = ownNames.get();
    } catch (IOException e) {
      if (strict) {
        walk.configured(
            rank,
            new LoginRefusal.Fault("own name", ServerLog.why(e)),
            ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK);
      }
    }
    return names;
  }

  /** Where the links lead: chown -h and find would change the link alone. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  private void found(FileModes.Attributes seen) {
    if (seen.kind() != FileModes.Kind.FILE) {
      fault(new FileModeReason.NotAFile(file));
      return;
    }
    modes(seen);
    if (Files.isReadable(file)) {
      content();
    } else if (seen.uid() == 0) {
      // Whoever asks is not root, and the server may be.
      walk.step(Mark.NOT_SEEN, unreadable("it is root's"));
    } else {
      fault(unreadable("it belongs to " + seen.owner()));
    }
  }

  private KeytabReason unreadable(String fault) {
    return new KeytabReason.Unreadable(file, self(), fault);
  }

  private static String self() {
    int id = User.effectiveId();
    try {
      return User.withId(id).map(User::name).orElse(Integer.toUnsignedString(id));
    } catch (IOException e) {
      return Integer.toUnsignedString(id);
    }
  }

  /** sshd does not mind; whoever has the keys can make tickets for any user of this host. */
  private void modes(FileModes.Attributes seen) {
    if (seen.uid() != 0 && User.effectiveId() == 0) {
      risk(new KeytabReason.NotRoots(file, seen.owner()), "chown", "-h", "root:");
    }
    if ((seen.mode() & BY_OTHERS) != 0) {
      risk(new KeytabReason.TooOpen(file, seen.mode()), "chmod", "600");
    }
  }

  private void risk(Reason reason, String... mend) {
    walk.fault(Rank.RISK, reason, Remedy.server(RootCommand.at(file, mend)));
  }

  /** Opened without waiting: since it was looked at, a pipe may have taken its place. */
  static KeytabFile read(Path file) throws IOException {
    try (Descriptor open = Descriptor.opened(file)) {
      if (!Files.isRegularFile(open.openFile())) {
        throw new IOException("it is no file any more");
      }
      return KeytabFile.read(open.openFile());
    }
  }

  private void content() {
    List<String> principals;
    try {
      principals = read(file).principals();
    } catch (UnseenKeytabException e) {
      // sshd reads it all the same.
      walk.step(Mark.NOT_SEEN, "walk.keytab-not-seen", "file", file, "fault", ServerLog.why(e));
      return;
    } catch (MalformedException e) {
      fault(new KeytabReason.NotAKeytab(file, ServerLog.why(e)));
      return;
    } catch (IOException e) {
      fault(unreadable(ServerLog.why(e)));
      return;
    }
    if (principals.isEmpty()) {
      fault(new KeytabReason.Empty(file), made());
    } else if (strict && !names().isEmpty() && principals.stream().noneMatch(this::isOwn)) {
      KeytabReason other =
          new KeytabReason.NotThisHost(file, names.stream().map(KeytabWalk::principal).toList());
      walk.step(new Step(Mark.BAD, Words.of(other), parts(principals)));
      walk.find(
          Finding.of(
                  rank,
                  other,
                  Walk.useful(
                      made(), walk.lines.set(ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK, "no")))
              .seen(walk.lines.evidence(ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK)));
    } else {
      walk.step(new Step(Mark.OK, Words.of("walk.keytab", "file", file), parts(principals)));
    }
  }

  private boolean isOwn(String principal) {
    return PrincipalAccess.isOwn(principal, names);
  }

  private List<Step> parts(List<String> principals) {
    List<String> shown = new ArrayList<>(principals);
    // Stable, and false is before true: this host's own are not cut off.
    shown.sort(Comparator.comparing(p -> !isOwn(p)));
    List<Step> parts = new ArrayList<>();
    for (String principal : shown.subList(0, Math.min(shown.size(), MOST_PRINCIPALS))) {
      parts.add(
          Step.of(
              strict && !isOwn(principal) ? Mark.NOTE : Mark.OK,
              Words.of("walk.keytab-principal", "principal", principal)));
    }
    int more = principals.size() - parts.size();
    if (more > 0) {
      parts.add(Step.of(Mark.NOTE, Words.of("walk.more-principals", "count", more)));
    }
    return parts;
  }

  private static String principal(String hostname) {
    return "host/" + hostname;
  }

  /**
   * With a key of this host's. What kadmin would read otherwise than sh does is not proposed, nor a
   * place that depends on the folder that somebody is in, or on where a link leads by then.
   */
  private Remedy made() {
    if (!file.isAbsolute() || Files.isSymbolicLink(file)) {
      return Remedy.server();
    }
    String principal = names().isEmpty() ? "" : principal(names().getLast());
    boolean plain = Sh.line(file, principal).equals(file + " " + principal);
    // Root's kadmin would follow a link that somebody else has laid there.
    boolean exchangeable = User.effectiveId() == 0 && RootCommand.isExchangeable(file);
    return plain && !exchangeable
        ? Remedy.server(
            Sh.line("kadmin", "-q", "addprinc -randkey " + principal),
            Sh.line("kadmin", "-q", "ktadd -k " + file + " " + principal))
        : Remedy.server();
  }

  private void fault(Reason reason, Remedy... remedies) {
    walk.configured(rank, reason, ServerKeywords.GSSAPI_AUTHENTICATION, remedies);
  }
}
