package dev.aikagi.transport;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one timer of the process: deadlines, keep-alives and rekeying by time, by System.nanoTime, so
 * that a changed wall clock changes nothing. Made at its first use: a short-lived client may do
 * without. Its daemon thread runs nothing that waits, so that no task delays another.
 */
public final class Timer {
  private static final ScheduledThreadPoolExecutor SCHEDULER = scheduler();

  private Timer() {}

  /** Something scheduled; closing it cancels it, without waiting for a run that has begun. */
  @FunctionalInterface
  public interface Scheduled extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs it once, on a virtual thread, unless closed before. */
  public static Scheduled after(Duration delay, Runnable task) {
    return cancelling(
        SCHEDULER.schedule(
            () -> Thread.startVirtualThread(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Runs it once on the timer's own thread, unless closed before: it must return at once. */
  static Scheduled quicklyAfter(Duration delay, Runnable quickTask) {
    return cancelling(SCHEDULER.schedule(quickTask, delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Runs it again and again on the timer's own thread: it must return at once. */
  public static Scheduled every(Duration interval, Runnable quickTask) {
    long nanos = interval.toNanos();
    return cancelling(SCHEDULER.scheduleAtFixedRate(quickTask, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static Scheduled cancelling(ScheduledFuture<?> future) {
    return () -> future.cancel(false);
  }

  private static ScheduledThreadPoolExecutor scheduler() {
    ScheduledThreadPoolExecutor s =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("aikagi-timer").factory());
    // Most deadlines are met: a cancelled one must not hold its connection until its time comes.
    s.setRemoveOnCancelPolicy(true);
    return s;
  }
}
