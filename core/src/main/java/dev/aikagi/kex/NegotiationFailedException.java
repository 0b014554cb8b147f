package dev.aikagi.kex;

import dev.aikagi.SshException;
import java.util.List;

/** The two sides share no algorithm for some purpose; {@link #reason} says which and what helps. */
public final class NegotiationFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient NegotiationOutcome.NotAgreed reason;

  public NegotiationFailedException(NegotiationOutcome.NotAgreed reason) {
    super(reason.summary());
    this.reason = reason;
  }

  public NegotiationOutcome.NotAgreed reason() {
    return reason;
  }

  @Override
  public List<NegotiationOutcome.NoCommonAlgorithm> reasons() {
    return reason.missing();
  }
}
