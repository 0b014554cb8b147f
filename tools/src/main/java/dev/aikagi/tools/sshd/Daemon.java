package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    String program = Path.of("/proc/self/exe").toRealPath().toString();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(MARK, "1");
    Path directory = Path.of("").toAbsolutePath();
    // Relative paths on the command line mean what they meant to the caller.
    var _ = Spawn.of(program, ownArguments(), environment).in(directory).detached();
  }

  private static List<String> ownArguments() throws IOException {
    String line =
        new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int end; (end = line.indexOf('\0', start)) >= 0; start = end + 1) {
      arguments.add(line.substring(start, end));
    }
    return arguments;
  }
}
