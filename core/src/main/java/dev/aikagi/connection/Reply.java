package dev.aikagi.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The answer to a channel request that was sent and may not have been answered yet. */
public final class Reply {
  private final CompletableFuture<ReplyQueue.Outcome> outcome;
  private final Duration timeout;

  Reply(CompletableFuture<ReplyQueue.Outcome> outcome, Duration timeout) {
    this.outcome = outcome;
    this.timeout = timeout;
  }

  /**
   * Waits for it, at most the connection's request timeout: whether the peer granted it.
   *
   * @throws IOException if the channel or the connection ended first, or at the timeout
   */
  public boolean granted() throws IOException {
    return ReplyQueue.await(outcome, timeout) instanceof GlobalReply.Success;
  }
}
