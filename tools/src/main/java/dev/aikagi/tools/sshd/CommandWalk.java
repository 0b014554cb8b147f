package dev.aikagi.tools.sshd;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.trust.FileModeReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * AuthorizedKeysCommand: whether the server would run the program. It is not run here: what it does
 * besides printing keys is not known, and a question must change nothing.
 */
final class CommandWalk {
  private final Walk walk;

  CommandWalk(Walk walk) {
    this.walk = walk;
  }

  /** Whether keys may come from the program, which is not known here. */
  boolean go() throws IOException {
    Optional<String> command = walk.config.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND);
    if (command.isEmpty()) {
      return false;
    }
    List<String> words;
    try {
      words = ListProgram.split(command.get());
    } catch (ConfigException e) {
      unusable(command.get(), ServerLog.why(e));
      return false;
    }
    Path program = Path.of(words.isEmpty() ? "" : words.getFirst());
    if (!program.isAbsolute()) {
      unusable(command.get(), "it is not an absolute path");
      return false;
    }
    int before = walk.findings().size();
    for (FileModeReason fault : ListProgram.faults(program)) {
      walk.configured(
          Rank.LIKELY,
          fault,
          ServerKeywords.AUTHORIZED_KEYS_COMMAND,
          fault instanceof FileModeReason.Missing ? Remedy.server() : ModeRemedies.ofRoot(fault));
    }
    if (walk.findings().size() == before && !Files.isExecutable(program)) {
      unusable(
          program.toString(), "it cannot be run", Remedy.server(Sh.line("chmod", "a+x", program)));
    }
    String name = walk.config.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER).orElse("");
    if (User.named(name).isEmpty()) {
      unusable(program.toString(), "there is no user \"" + name + "\"");
    }
    if (walk.findings().size() > before) {
      return false;
    }
    walk.step(Mark.NOTE, "walk.command", "command", command.get());
    return true;
  }

  private void unusable(String program, String fault, Remedy... remedies) {
    walk.configured(
        Rank.LIKELY,
        new ServerSetupReason.CommandUnusable(program, fault),
        ServerKeywords.AUTHORIZED_KEYS_COMMAND,
        remedies);
  }
}
