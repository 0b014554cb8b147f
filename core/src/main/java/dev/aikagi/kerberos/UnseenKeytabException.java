package dev.aikagi.kerberos;

import dev.aikagi.SshException;

/**
 * A keytab is of an older form, or beyond the limits of {@link KeytabFile}. Java has no such
 * limits, so that this says nothing about whether it opens tickets.
 */
public final class UnseenKeytabException extends SshException {
  private static final long serialVersionUID = 1L;

  UnseenKeytabException(String message) {
    super(message);
  }
}
