package dev.aikagi.connection;

import dev.aikagi.transport.Timer;
import java.time.Duration;

/** What time it is, and what happens at one: the process's, or that of a test. */
interface Clock {
  /** By System.nanoTime and the one timer of the process. */
  Clock SYSTEM = new SystemClock();

  /** In nanoseconds from no particular moment. */
  long nanoTime();

  /** Runs it once, on a thread that may wait, unless closed before. */
  Timer.Scheduled after(Duration delay, Runnable task);

  /** The only one outside of tests. */
  final class SystemClock implements Clock {
    private SystemClock() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer.Scheduled after(Duration delay, Runnable task) {
      return Timer.after(delay, task);
    }
  }
}
