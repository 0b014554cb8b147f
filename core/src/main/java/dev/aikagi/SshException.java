package dev.aikagi;

import org.jspecify.annotations.Nullable;

/**
 * Something about SSH went wrong. The message is for the log of this side; it is never sent to the
 * peer unless a subclass says so.
 */
public class SshException extends java.io.IOException {
  private static final long serialVersionUID = 1L;

  public SshException(String message) {
    super(message);
  }

  public SshException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
