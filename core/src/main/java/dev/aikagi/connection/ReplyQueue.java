package dev.aikagi.connection;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were sent and wait for their replies, which come in the order of the requests (RFC
 * 4254 sections 4 and 5.4). A reply that nobody waits for is an error, so that a peer cannot stage
 * answers for a later request.
 */
final class ReplyQueue {
  /** What became of a request. */
  sealed interface Outcome {
    GlobalReply require() throws IOException;

    record Replied(GlobalReply reply) implements Outcome {
      @Override
      public GlobalReply require() {
        return reply;
      }
    }

    record ChannelClosed() implements Outcome {
      @Override
      public GlobalReply require() throws IOException {
        throw new IOException("the channel is closed");
      }
    }

    record Ended(Termination how) implements Outcome {
      @Override
      public GlobalReply require() throws ConnectionEndedException {
        throw new ConnectionEndedException(how);
      }
    }
  }

  @FunctionalInterface
  interface Send {
    /** False if the channel is closing and nothing was sent. */
    boolean send() throws IOException;
  }

  /** Held over entering the queue and sending, so that both have one order. Never by the reader. */
  private final ReentrantLock sending = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final ArrayDeque<CompletableFuture<Outcome>> waiting = new ArrayDeque<>(2);
  private @Nullable Outcome over;

  CompletableFuture<Outcome> request(Send send) throws IOException {
    sending.lock();
    try {
      CompletableFuture<Outcome> reply = new CompletableFuture<>();
      if (!enqueue(reply)) {
        return reply;
      }
      boolean sent = false;
      try {
        sent = send.send();
      } finally {
        if (!sent) {
          withdraw(reply);
        }
      }
      return reply;
    } finally {
      sending.unlock();
    }
  }

  /** By the reader. */
  void replied(GlobalReply reply) throws DisconnectException {
    if (!answered(reply)) {
      throw unasked();
    }
  }

  static DisconnectException unasked() {
    return new DisconnectException(
        DisconnectReason.PROTOCOL_ERROR, "a reply that no request waits for");
  }

  /** By the reader; false if no request waits. */
  boolean answered(GlobalReply reply) {
    CompletableFuture<Outcome> next;
    lock.lock();
    try {
      next = waiting.poll();
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.complete(new Outcome.Replied(reply));
    }
    return next != null;
  }

  /**
   * Nobody waits any more and no request follows. The places in the queue stay, for the replies
   * that are on their way.
   */
  void end(Outcome how) {
    lock.lock();
    try {
      if (over == null) {
        over = how;
      }
      waiting.forEach(w -> w.complete(how));
    } finally {
      lock.unlock();
    }
  }

  static GlobalReply await(CompletableFuture<Outcome> reply, Duration timeout) throws IOException {
    try {
      return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS).require();
    } catch (TimeoutException e) {
      throw new SshException("no answer within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean enqueue(CompletableFuture<Outcome> reply) {
    lock.lock();
    try {
      if (over != null) {
        reply.complete(over);
        return false;
      }
      return waiting.add(reply);
    } finally {
      lock.unlock();
    }
  }

  private void withdraw(CompletableFuture<Outcome> reply) {
    lock.lock();
    try {
      // The last, since nobody else enters while the sending lock is held.
      waiting.pollLast();
    } finally {
      lock.unlock();
    }
    reply.complete(new Outcome.ChannelClosed());
  }
}
