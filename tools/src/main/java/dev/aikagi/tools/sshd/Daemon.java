package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Spawn;
import dev.aikagi.tools.OwnCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * sshd without -D goes into the background. A JVM cannot fork: its other threads would be missing.
 * So the program starts itself once more, with the same arguments, in a session of its own and with
 * nothing open; a variable tells the second one that it is the daemon. The first one has read the
 * configuration and the host keys by then, so that their faults are still told on the terminal.
 */
final class Daemon {
  private static final String MARK = "AIKAGI_SSHD_DAEMON";

  private Daemon() {}

  static boolean isDaemon() {
    return System.getenv(MARK) != null;
  }

  static void start() throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(MARK, "1");
    Path directory = Path.of("").toAbsolutePath();
    // Relative paths on the command line mean what they meant to the caller.
    var _ =
        Spawn.of(OwnCommand.program(), OwnCommand.arguments(), environment)
            .in(directory)
            .detached();
  }
}
