package dev.aikagi;

import org.jspecify.annotations.Nullable;

/**
 * Bytes do not have the form that their specification gives them. Thrown where the field is read
 * and not caught on the way: on a connection it ends the connection with PROTOCOL_ERROR, for a file
 * it is reported with the file's name.
 */
public final class MalformedException extends SshException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }

  public MalformedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
