package dev.aikagi.trust;

import dev.aikagi.SshException;

/** The options of a line of authorized_keys cannot be read; the message says why, as sshd does. */
final class OptionSyntaxException extends SshException {
  private static final long serialVersionUID = 1L;

  OptionSyntaxException(String message) {
    super(message);
  }
}
