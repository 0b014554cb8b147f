package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import java.io.IOException;
import java.util.Optional;

/**
 * LocalCommand: run once after the session was asked for, with ssh's own standard streams; how it
 * ends makes no difference. Its tokens are expanded before, so that a wrong one stops ssh before
 * anything runs.
 */
record LocalCommand(Optional<String> command) {
  static LocalCommand of(ClientConfig config) throws ConfigException {
    Optional<String> template = config.value(ClientKeywords.LOCAL_COMMAND);
    if (template.isEmpty() || !config.value(ClientKeywords.PERMIT_LOCAL_COMMAND)) {
      return new LocalCommand(Optional.empty());
    }
    // %T is the tunnel's device, of which there is none.
    return new LocalCommand(
        Optional.of(config.tokens().with('T', "NONE").expandForShell(template.get())));
  }

  /** Waits until it has ended: it shares the terminal with the session. */
  void run(Log log) {
    run(log, ProcessBuilder.Redirect.INHERIT);
  }

  /** The same where standard output is somebody else's: what it says goes to standard error. */
  void runBeside(Log log) {
    run(log, ProcessBuilder.Redirect.PIPE);
  }

  private void run(Log log, ProcessBuilder.Redirect output) {
    if (command.isEmpty()) {
      return;
    }
    String shell = LocalMachine.shell();
    log.debug(3, "Executing " + shell + " -c \"" + command.get() + "\"");
    try {
      Process process =
          new ProcessBuilder(shell, "-c", command.get()).inheritIO().redirectOutput(output).start();
      // Empty where the output is inherited.
      process.getInputStream().transferTo(Standard.err());
      int status = process.waitFor();
      log.debug(3, "LocalCommand ended with " + status);
    } catch (IOException e) {
      log.error("Couldn't execute " + shell + " -c \"" + command.get() + "\": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
