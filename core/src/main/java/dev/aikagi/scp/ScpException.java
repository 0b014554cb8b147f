package dev.aikagi.scp;

import dev.aikagi.SshException;

/** The copy cannot go on. The listener was told why, and so was the other side where it could. */
public final class ScpException extends SshException {
  private static final long serialVersionUID = 1L;

  ScpException(String message) {
    super(message);
  }

  ScpException(String message, Throwable cause) {
    super(message, cause);
  }
}
