package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An sshd that reads sshd_config: OpenSSH's or ours. */
final class Sshd {
  /**
   * For SetEnv: no shell of a test runs the start-up files of whoever runs the tests. They cost
   * time, and a shell that a test ends within them may leave a lock for which all later ones wait.
   */
  static final String NO_HOME = "HOME=/nonexistent";

  private Sshd() {}

  /** Listens with all of the algorithms that the lists name, for the user who runs the tests. */
  static Daemon start(String program, Keys keys, List<String> more) throws Exception {
    return Daemon.start(
        "Server listening on",
        port -> List.of(program, "-D", "-e", "-f", config(keys, port, more)));
  }

  private static String config(Keys keys, int port, List<String> more) throws java.io.IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("Port ").append(port).append('\n');
    lines.append("ListenAddress 127.0.0.1\n");
    lines.append("PidFile none\n");
    lines.append("StrictModes no\n");
    lines.append("UsePAM no\n");
    lines.append("PermitRootLogin yes\n");
    lines.append("PasswordAuthentication no\n");
    lines.append("KbdInteractiveAuthentication no\n");
    lines.append("AuthorizedKeysFile ").append(keys.authorizedKeys()).append('\n');
    lines.append("MaxStartups 100:30:200\n");
    for (String type : Keys.TYPES) {
      lines.append("HostKey ").append(keys.host(type)).append('\n');
    }
    // The first one counts, and a Match block may end the lines.
    if (more.stream().noneMatch(line -> line.startsWith("SetEnv "))) {
      lines.append("SetEnv ").append(NO_HOME).append('\n');
    }
    for (String line : more) {
      lines.append(line).append('\n');
    }
    Path file = keys.folder().resolve("sshd_config." + port);
    return Files.writeString(file, lines).toString();
  }
}
