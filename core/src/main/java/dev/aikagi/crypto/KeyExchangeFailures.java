package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import org.jspecify.annotations.Nullable;

/** What is said of a peer's public value that is refused. */
final class KeyExchangeFailures {
  private KeyExchangeFailures() {}

  static DisconnectException refused(String what) {
    return refused(what, null);
  }

  static DisconnectException refused(String what, @Nullable Throwable cause) {
    return new DisconnectException(DisconnectReason.KEY_EXCHANGE_FAILED, what, what, cause);
  }

  static void length(String what, byte[] value, int wanted) throws DisconnectException {
    if (value.length != wanted) {
      throw refused(what + " of " + value.length + " bytes; it has " + wanted);
    }
  }

  /** For what every JDK has and what cannot fail with checked input. */
  static IllegalStateException broken(String what, Exception cause) {
    return new IllegalStateException(what + " failed", cause);
  }
}
