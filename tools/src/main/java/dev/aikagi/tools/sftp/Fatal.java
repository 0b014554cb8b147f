package dev.aikagi.tools.sftp;

import dev.aikagi.tools.Exit;

/** sftp ends with this message and status. An empty message was said already. */
final class Fatal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  Fatal(String message) {
    this(message, Exit.FATAL);
  }

  Fatal(String message, int status) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
