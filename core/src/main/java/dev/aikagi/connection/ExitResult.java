package dev.aikagi.connection;

/** How the program of a session ended (RFC 4254 section 6.10). */
public sealed interface ExitResult {
  /** It exited; the status is a uint32, of which Unix uses the low 8 bits. */
  record Status(long code) implements ExitResult {}

  /**
   * A signal killed it; the name is without SIG, the message is the peer's and not made safe to
   * print.
   */
  record Signalled(String name, boolean coreDumped, String message) implements ExitResult {}

  /** The channel closed and the server told nothing. */
  record Unknown() implements ExitResult {}

  static ExitResult status(long code) {
    return new Status(code);
  }
}
