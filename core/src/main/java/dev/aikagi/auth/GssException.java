package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mechanism of the GSS-API says no. */
public final class GssException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient GssReason reason;
  private final transient Bytes token;

  public GssException(GssReason reason) {
    this(reason, Bytes.EMPTY, null);
  }

  /**
   * With what the other side is to be told.
   *
   * @param token the mechanism's own; empty where it has none
   */
  public GssException(GssReason reason, Bytes token, @Nullable Throwable cause) {
    super(reason.summary(), cause);
    this.reason = reason;
    this.token = token;
  }

  public GssReason reason() {
    return reason;
  }

  /** For the other side; empty where there is none. */
  public Bytes token() {
    return token;
  }

  @Override
  public List<GssReason> reasons() {
    return List.of(reason);
  }
}
