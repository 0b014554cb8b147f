package dev.aikagi.key;

import dev.aikagi.SshException;
import java.util.List;

/** A {@link RevocationSpec} has a line that says nothing; {@link #reason} says why. */
public final class RevocationSpecException extends SshException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final transient RevocationSpecFault reason;

  RevocationSpecException(int line, RevocationSpecFault reason) {
    super("line " + line + ": " + reason.summary());
    this.line = line;
    this.reason = reason;
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  public RevocationSpecFault reason() {
    return reason;
  }

  @Override
  public List<RevocationSpecFault> reasons() {
    return List.of(reason);
  }
}
