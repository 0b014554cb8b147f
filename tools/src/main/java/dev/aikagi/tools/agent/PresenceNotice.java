package dev.aikagi.tools.agent;

import dev.aikagi.Printable;
import dev.aikagi.agent.SecurityKeys;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.ssh.Askpass;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells a person that an authenticator waits for him: at the terminal of an agent in the
 * foreground, or by the program of SSH_ASKPASS, which is ended when it is over. Where there is
 * neither, nobody is told, as with OpenSSH: most authenticators blink.
 */
final class PresenceNotice implements AutoCloseable {
  private static final int MAX_DETAIL = 256;

  private final Optional<PrintStream> terminal;
  private final Optional<Process> program;

  private PresenceNotice(Optional<PrintStream> terminal, Optional<Process> program) {
    this.terminal = terminal;
    this.program = program;
  }

  /** What for is whatever the client says, which may be behind a forwarded connection. */
  static String text(SecurityKeys.Request request, FingerprintHash hash) {
    PublicKey key = request.key().publicKey();
    return "Confirm user presence for key "
        + key.type().shortName()
        + " "
        + Fingerprint.of(key, hash)
        + request.detail().map(d -> "\n" + Printable.of(d, MAX_DETAIL)).orElse("");
  }

  static PresenceNotice none() {
    return new PresenceNotice(Optional.empty(), Optional.empty());
  }

  /**
   * Shows it.
   *
   * @param started is told of a program that shows it
   */
  static PresenceNotice show(String text, Consumer<Process> started, ServerLog log) {
    if (Terminal.isTerminal(2)) {
      System.err.print(text + "\r\n");
      return new PresenceNotice(Optional.of(System.err), Optional.empty());
    }
    try {
      Optional<Process> program = Askpass.show(text);
      program.ifPresent(started);
      return new PresenceNotice(Optional.empty(), program);
    } catch (IOException e) {
      log.error("notify_start: " + ServerLog.why(e));
      return none();
    }
  }

  void confirmed() {
    terminal.ifPresent(out -> out.print("User presence confirmed\r\n"));
  }

  @Override
  public void close() {
    program.ifPresent(Askpass::end);
  }
}
