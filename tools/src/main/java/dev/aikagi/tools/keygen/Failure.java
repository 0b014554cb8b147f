package dev.aikagi.tools.keygen;

import dev.aikagi.tools.Exit;

/** The job ends here: what to say and how to exit. The message may be empty. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  private Failure(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What OpenSSH calls fatal. */
  static Failure fatal(String message) {
    return new Failure(Exit.FATAL, message);
  }

  /** An ordinary "no". */
  static Failure of(String message) {
    return new Failure(Exit.FAILURE, message);
  }

  /** Everything is said already. */
  static Failure silent() {
    return new Failure(Exit.FAILURE, "");
  }

  int code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
