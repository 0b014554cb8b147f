package dev.aikagi.tools.ssh;

import dev.aikagi.SshException;
import java.util.List;

/** A key of this host did not sign. */
final class OwnHostException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient OwnHostReason reason;

  OwnHostException(OwnHostReason reason) {
    super(reason.summary());
    this.reason = reason;
  }

  @Override
  public List<OwnHostReason> reasons() {
    return List.of(reason);
  }
}
