package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands against what keeps users of another host out. Whom a list keeps out on purpose, and
 * whose key has become another one, only a person can judge.
 */
final class HostRemedies {
  private static final Path SYSTEM = Path.of("/etc/ssh/shosts.equiv");
  private static final Path KNOWN = Path.of("/etc/ssh/ssh_known_hosts");
  private static final String OWN = ".shosts";

  private final Walk walk;
  private final Question question;

  HostRemedies(Walk walk, Question question) {
    this.walk = walk;
    this.question = question;
  }

  /** The setting that a reason comes from. */
  Optional<Keyword<?>> keyword(Reason reason) {
    return switch (reason) {
      case HostTrustReason.Ignored _ -> Optional.of(ServerKeywords.IGNORE_RHOSTS);
      case HostTrustReason.NameDiffers _ -> Optional.of(ServerKeywords.USE_DNS);
      default -> Optional.empty();
    };
  }

  /**
   * What mends it; no command where only a person can know.
   *
   * @param key that the host shows
   */
  Remedy of(Reason reason, Optional<KeyOrCertificate> key) {
    return switch (reason) {
      case FileModeReason fault -> ModeRemedies.of(fault, walk.user);
      case HostTrustReason.Ignored(Path path, _) ->
          walk.lines.set(ServerKeywords.IGNORE_RHOSTS, path.endsWith(OWN) ? "shosts-only" : "no");
      case HostTrustReason.NameDiffers _ when !walk.config.value(ServerKeywords.USE_DNS) ->
          walk.lines.set(ServerKeywords.USE_DNS, "yes");
      case HostTrustReason.NoLists _, HostTrustReason.RootNeedsOwn _ -> trusting(SYSTEM);
      case TrustedHostReason.NotListed n -> trusting(Path.of(n.file()));
      case HostTrustReason.KeyNotKnown n
          when key.orElse(null) instanceof KeyOrCertificate.Plain plain ->
          Remedy.server(append(KNOWN, n.clientHost() + " " + plain.line()));
      default -> Remedy.server();
    };
  }

  /**
   * One line more. In a list of the system a line with a user's name lets him be anybody here, so
   * that another name than this one goes into the user's own list.
   */
  private Remedy trusting(Path file) {
    boolean same = question.clientUser().equals(walk.user.name());
    String line = same ? question.host() : question.host() + " " + question.clientUser();
    if (walk.user.home().equals(file.getParent()) || (same && walk.user.uid() != 0)) {
      return Remedy.server(append(file, line));
    }
    List<String> commands = new ArrayList<>();
    commands.add(append(walk.user.home().resolve(OWN), line));
    if (walk.config.value(ServerKeywords.IGNORE_RHOSTS).equals("yes")) {
      commands.addAll(walk.lines.set(ServerKeywords.IGNORE_RHOSTS, "shosts-only").commands());
    }
    return Remedy.server(commands.toArray(String[]::new));
  }

  private String append(Path file, String line) {
    String open = LookAlikes.text(file).filter(HostRemedies::endsOpen).isPresent() ? "\\n" : "";
    String command = "printf '" + open + "%s\\n' " + Sh.word(line) + " >> " + Sh.word(file + "");
    return AsUser.needed(file, walk.user) ? AsUser.su(walk.user, command) : command;
  }

  private static boolean endsOpen(Bytes text) {
    return text.length() > 0 && text.toArray()[text.length() - 1] != '\n';
  }
}
