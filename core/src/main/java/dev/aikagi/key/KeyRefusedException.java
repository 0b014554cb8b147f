package dev.aikagi.key;

import dev.aikagi.SshException;
import java.util.List;

/** A key may not be used; {@link #reason} says why. */
public final class KeyRefusedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient KeyRefusal reason;

  public KeyRefusedException(KeyRefusal reason) {
    super(reason.summary());
    this.reason = reason;
  }

  public KeyRefusal reason() {
    return reason;
  }

  @Override
  public List<KeyRefusal> reasons() {
    return List.of(reason);
  }
}
