package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.posix.User;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** ChrootDirectory: the folder that a session of a user's gets for "/". */
final class SessionRoot {
  private SessionRoot() {}

  /** Empty where the whole system is his. */
  static Optional<Path> of(ServerConfig config, User user) throws IOException {
    Optional<String> template = config.value(ServerKeywords.CHROOT_DIRECTORY);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    try {
      String path =
          new Tokens()
              .with('h', user.home().toString())
              .with('u', user.name())
              .with('U', Integer.toUnsignedString(user.uid()))
              .expand(template.get());
      return Optional.of(Path.of(path));
    } catch (ConfigException | java.nio.file.InvalidPathException e) {
      throw new IOException("ChrootDirectory: " + e.getMessage(), e);
    }
  }

  /** Why a session must not be put into it. Only root can change what makes it safe. */
  static Optional<LoginRefusal> refusal(User user, Path root) {
    if (User.effectiveId() != 0) {
      return Optional.of(
          new LoginRefusal.BadRoot(
              user.name(), "this server is not root's", Optional.of("start sshd as root")));
    }
    if (!root.isAbsolute()) {
      return Optional.of(
          new LoginRefusal.BadRoot(user.name(), "it is not an absolute path", Optional.empty()));
    }
    return faults(root).stream()
        .findFirst()
        .map(r -> new LoginRefusal.BadRoot(user.name(), r.summary(), r.remedy()));
  }

  /** Everything that makes it unsafe. */
  static List<FileModeReason> faults(Path root) {
    return FileModes.sessionRoot(root, new UserKeys.Attributes(true));
  }
}
