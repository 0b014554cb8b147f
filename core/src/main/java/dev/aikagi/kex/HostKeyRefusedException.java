package dev.aikagi.kex;

import dev.aikagi.Reason;
import dev.aikagi.SshException;
import java.util.List;

/** The server's host key is not one that this client accepts; {@link #reason} says why. */
public final class HostKeyRefusedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  public HostKeyRefusedException(Reason reason) {
    super(reason.summary());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public List<Reason> reasons() {
    return List.of(reason);
  }
}
