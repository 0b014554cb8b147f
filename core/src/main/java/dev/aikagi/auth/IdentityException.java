package dev.aikagi.auth;

import dev.aikagi.SshException;
import java.util.List;

/** An {@link Identity} cannot give its private half, for a reason that is known. */
public final class IdentityException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient IdentityReason reason;

  public IdentityException(IdentityReason reason) {
    super(reason.summary());
    this.reason = reason;
  }

  @Override
  public List<IdentityReason> reasons() {
    return List.of(reason);
  }
}
