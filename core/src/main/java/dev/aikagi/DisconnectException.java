package dev.aikagi;

import org.jspecify.annotations.Nullable;

/**
 * This side must end the connection. Three texts are kept apart: {@link #peerText} is what
 * SSH_MSG_DISCONNECT carries, {@link #getMessage} is for this side's log, the cause is for a
 * developer.
 */
public final class DisconnectException extends SshException {
  private static final long serialVersionUID = 1L;

  private final DisconnectReason reason;
  private final String peerText;

  /** The same text for the peer and for the log. */
  public DisconnectException(DisconnectReason reason, String text) {
    this(reason, text, text, null);
  }

  public DisconnectException(
      DisconnectReason reason, String peerText, String logText, @Nullable Throwable cause) {
    super(logText, cause);
    this.reason = reason;
    this.peerText = peerText;
  }

  public DisconnectReason reason() {
    return reason;
  }

  public String peerText() {
    return peerText;
  }
}
