package dev.aikagi.key;

import dev.aikagi.SshException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key file was refused; {@link #reason} says why. */
public final class KeyFileException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient KeyFileRefusal reason;

  public KeyFileException(KeyFileRefusal reason) {
    this(reason, null);
  }

  KeyFileException(KeyFileRefusal reason, @Nullable Throwable cause) {
    super(reason.summary(), cause);
    this.reason = reason;
  }

  public KeyFileRefusal reason() {
    return reason;
  }

  @Override
  public List<KeyFileRefusal> reasons() {
    return List.of(reason);
  }

  static KeyFileException damaged(String detail) {
    return new KeyFileException(new KeyFileRefusal.Damaged(detail));
  }
}
