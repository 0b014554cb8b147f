package dev.aikagi.posix;

/** How a child process ended, as waitpid(2) tells it. */
public sealed interface ExitStatus {
  /** It ended by itself, with this code of 0 to 255. */
  record Exited(int code) implements ExitStatus {}

  /** A signal ended it. */
  record Signalled(int signal, boolean coreDumped) implements ExitStatus {
    /** As in RFC 4254 section 6.10, without "SIG"; a signal without such a name is its number. */
    public String signalName() {
      return Signals.nameOf(signal);
    }
  }

  static ExitStatus of(int status) {
    int signal = status & 0x7f;
    return signal == 0
        ? new Exited(status >> 8 & 0xff)
        : new Signalled(signal, (status & 0x80) != 0);
  }
}
