package dev.aikagi.tools.inventory;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, and where the system has what is looked for.
 *
 * @param clock with the time zone of whoever reads what is printed
 * @param agentSocket what $SSH_AUTH_SOCK names
 * @param logs files of sshd's log, of which the first that can be read is taken
 * @param journal the program that has the log where there is no file
 */
public record Surroundings(
    String user,
    Path home,
    Clock clock,
    Optional<String> agentSocket,
    List<Path> logs,
    List<Path> journal) {
  public Surroundings {
    logs = List.copyOf(logs);
    journal = List.copyOf(journal);
  }

  /** With the usual places. */
  public Surroundings(String user, Path home, Clock clock, Optional<String> agentSocket) {
    this(
        user,
        home,
        clock,
        agentSocket,
        List.of(Path.of("/var/log/auth.log"), Path.of("/var/log/secure")),
        List.of(Path.of("/usr/bin/journalctl"), Path.of("/bin/journalctl")));
  }
}
