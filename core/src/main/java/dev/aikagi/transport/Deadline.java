package dev.aikagi.transport;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs something after a time unless it is cancelled first, by System.nanoTime, so that a changed
 * wall clock changes nothing. All share one daemon thread: the action must not block.
 */
final class Deadline {
  private final ScheduledFuture<?> future;

  private Deadline(ScheduledFuture<?> future) {
    this.future = future;
  }

  static Deadline after(Duration time, Runnable action) {
    return new Deadline(Timer.EXECUTOR.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS));
  }

  void cancel() {
    future.cancel(false);
  }

  /** Made at the first use: a short-lived client has no timer. */
  private static final class Timer {
    static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private static ScheduledThreadPoolExecutor executor() {
      ScheduledThreadPoolExecutor e =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "aikagi-deadlines");
                thread.setDaemon(true);
                return thread;
              });
      // Most deadlines are cancelled long before they are due.
      e.setRemoveOnCancelPolicy(true);
      return e;
    }
  }
}
