package dev.aikagi.connection;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.transport.Timer;

/** Notices a dead peer; runs on the timer's thread, so it only posts. */
final class KeepAliveWatch {
  private final KeepAlive policy;
  private final Connection connection;

  // Only the timer's thread, one run after the other.
  private long lastReceived = -1;
  private int unanswered;

  KeepAliveWatch(KeepAlive policy, Connection connection) {
    this.policy = policy;
    this.connection = connection;
  }

  Timer.Scheduled start() {
    return policy.isOff() ? () -> {} : Timer.every(policy.interval(), this::check);
  }

  private void check() {
    long now = connection.received();
    if (now != lastReceived) {
      lastReceived = now;
      unanswered = 0;
    } else if (unanswered++ < policy.count()) {
      connection.sendKeepAlive();
    } else if (unanswered == policy.count() + 1) {
      DisconnectException dead =
          new DisconnectException(DisconnectReason.CONNECTION_LOST, "the peer does not answer");
      Timer.runApart(() -> connection.fail(dead));
    }
  }
}
