package dev.aikagi.connection;

import java.util.Optional;

/** The reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 section 5.1). */
public enum OpenFailureReason {
  ADMINISTRATIVELY_PROHIBITED(1),
  CONNECT_FAILED(2),
  UNKNOWN_CHANNEL_TYPE(3),
  RESOURCE_SHORTAGE(4);

  private final int code;

  OpenFailureReason(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Empty for a number that no RFC names. */
  public static Optional<OpenFailureReason> of(long code) {
    for (OpenFailureReason r : values()) {
      if (r.code == code) {
        return Optional.of(r);
      }
    }
    return Optional.empty();
  }
}
