package dev.aikagi.transport;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one timer of the process: deadlines, keep-alives and rekeying by time, by System.nanoTime, so
 * that a changed wall clock changes nothing. Made at its first use: a short-lived client may do
 * without. Its daemon thread runs nothing that waits, so that no task delays another.
 *
 * <p>What may wait runs on platform threads, since a missed deadline has to end what keeps the
 * processors busy: a virtual thread that is started while all carriers are taken gets its turn only
 * when one of them is given up, and a stranger's grace time would not end him (H1).
 */
public final class Timer {
  /** So many at once that a swarm of deadlines costs no thread each; then virtual ones help. */
  private static final int MAX_THREADS = 64;

  private static final ScheduledThreadPoolExecutor SCHEDULER = scheduler();

  /** Made when the first deadline is missed: most processes have none. */
  private static final class Missed {
    private static final ThreadPoolExecutor THREADS =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("aikagi-deadline-", 0).factory(),
            (task, _) -> Thread.startVirtualThread(task));
  }

  private Timer() {}

  /** Something scheduled; closing it cancels it, without waiting for a run that has begun. */
  @FunctionalInterface
  public interface Scheduled extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs it once, on a thread of its own that may wait, unless closed before. */
  public static Scheduled after(Duration delay, Runnable task) {
    return cancelling(
        SCHEDULER.schedule(() -> runApart(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** For a task of the timer's own thread that has found out that something has to end. */
  public static void runApart(Runnable task) {
    try {
      Missed.THREADS.execute(task);
    } catch (OutOfMemoryError e) {
      // The system gives this process no more threads: a deadline must strike all the same.
      Thread.startVirtualThread(task);
    }
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
