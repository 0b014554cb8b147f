package dev.aikagi.connection;

import dev.aikagi.transport.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clock that goes when the test says so; what is due runs on the test's own thread. */
final class FakeClock implements Clock {
  private record Alarm(long time, Runnable task) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long now = 1;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Timer.Scheduled after(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(now + delay.toNanos(), task);
    alarms.add(alarm);
    return () -> cancel(alarm);
  }

  private synchronized void cancel(Alarm alarm) {
    alarms.remove(alarm);
  }

  synchronized int alarms() {
    return alarms.size();
  }

  /** Lets this much time pass, with everything that happens in it, in its order. */
  void pass(Duration time) {
    long end = nanoTime() + time.toNanos();
    for (Runnable task = next(end); task != null; task = next(end)) {
      task.run();
    }
  }

  private synchronized @Nullable Runnable next(long end) {
    Alarm first = alarms.stream().min(Comparator.comparingLong(Alarm::time)).orElse(null);
    if (first == null || first.time() > end) {
      now = end;
      return null;
    }
    now = Math.max(now, first.time());
    alarms.remove(first);
    return first.task();
  }
}
