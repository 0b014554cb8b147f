package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Subsystem;
import java.util.List;
import java.util.Optional;

/**
 * What runs in a session after ForceCommand and command="…" had their say.
 *
 * @param command for the user's shell; empty for a login shell
 * @param forced whether it is not what the client asked for
 * @param original what the client asked for, where something else is forced
 */
record ProgramCommand(Optional<Bytes> command, Optional<Bytes> original, boolean forced) {
  static final String INTERNAL_SFTP = "internal-sftp";

  /**
   * The forced command, if there is one.
   *
   * @param asked the client's command; empty where it wants a shell
   */
  static ProgramCommand of(Login login, Optional<Bytes> asked) {
    Optional<String> forced = login.config().value(ServerKeywords.FORCE_COMMAND);
    if (forced.isEmpty()) {
      forced = Optional.ofNullable(login.options().command());
    }
    return forced.isPresent()
        ? new ProgramCommand(forced.map(Bytes::utf8), asked, true)
        : new ProgramCommand(asked, Optional.empty(), false);
  }

  /** The command of a subsystem of the configuration. */
  static Optional<String> subsystem(Login login, String name) {
    return login.config().value(ServerKeywords.SUBSYSTEM).stream()
        .filter(s -> s.name().equals(name))
        .map(Subsystem::command)
        .findFirst();
  }

  /** The options of the SFTP server inside of sshd; empty where it is another program. */
  Optional<List<String>> internalSftp() {
    return command
        .map(Bytes::utf8)
        .map(c -> List.of(c.strip().split("[ \t]+")))
        .filter(words -> words.getFirst().equals(INTERNAL_SFTP))
        .map(words -> words.subList(1, words.size()));
  }
}
