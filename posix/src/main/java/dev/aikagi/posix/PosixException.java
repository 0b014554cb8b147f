package dev.aikagi.posix;

import dev.aikagi.SshException;

/** A native call failed; {@link #errno} tells how. */
public final class PosixException extends SshException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String reason;

  PosixException(String what, int errno) {
    super(what + ": " + Libc.errorText(errno));
    this.errno = errno;
    this.reason = Libc.errorText(errno);
  }

  /** The value of errno, as in {@code errno(3)}; see {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** The system's text alone, such as "No such file or directory". */
  public String reason() {
    return reason;
  }
}
