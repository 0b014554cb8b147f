package dev.aikagi.tools.sftp;

/** A command fails with this message, and sftp goes on or not. An empty one was said already. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
