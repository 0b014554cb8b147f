package dev.aikagi.connection;

import dev.aikagi.Printable;
import dev.aikagi.SshException;

/** The peer refused to open a channel. */
public final class ChannelOpenException extends SshException {
  private static final long serialVersionUID = 1L;

  private final long reasonCode;
  private final String description;

  ChannelOpenException(long reasonCode, String description) {
    super(
        "open failed: "
            + OpenFailureReason.of(reasonCode)
                .map(ChannelOpenException::words)
                .orElse("reason " + reasonCode)
            + ": "
            + Printable.of(description, 256));
    this.reasonCode = reasonCode;
    this.description = description;
  }

  /** The number of the wire; see {@link OpenFailureReason#of}. */
  public long reasonCode() {
    return reasonCode;
  }

  /** The peer's words, not made safe to print. */
  public String description() {
    return description;
  }

  private static String words(OpenFailureReason reason) {
    return switch (reason) {
      case ADMINISTRATIVELY_PROHIBITED -> "administratively prohibited";
      case CONNECT_FAILED -> "connect failed";
      case UNKNOWN_CHANNEL_TYPE -> "unknown channel type";
      case RESOURCE_SHORTAGE -> "resource shortage";
    };
  }
}
