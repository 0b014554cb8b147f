package dev.aikagi.tools.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The connection through our own ssh: its launcher beside this runtime, as a child process. */
final class SshConnection {
  private SshConnection() {}

  /**
   * @param words ssh's command line without its name
   */
  static Connection start(List<String> words) throws Fatal {
    return ProgramConnection.start(launcher(), words);
  }

  /** In an image it is bin/ssh, and the runtime lib/runtime; elsewhere whichever ssh there is. */
  private static String launcher() {
    Path beside = Path.of(System.getProperty("java.home"), "../../bin/ssh").normalize();
    return Files.isExecutable(beside) ? beside.toString() : "ssh";
  }
}
