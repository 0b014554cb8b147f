package dev.aikagi.connection;

import dev.aikagi.transport.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that something was not used for as long as its limit. It sets a timer once in such a
 * time, not at each use, and none while there is no limit.
 */
final class IdleWatch {
  private final Clock clock;
  private final Runnable expired;

  /** In nanoseconds; zero is none. Written under the lock, read by whoever uses it. */
  private volatile long limit;

  private volatile long lastUse;

  // The rest is guarded by this.
  private Timer.@Nullable Scheduled alarm;

  /** An alarm of a limit before this one may be on its way. */
  private int generation;

  /** Tells once, without locks, on a thread that may wait. */
  IdleWatch(Clock clock, Runnable expired) {
    this.clock = clock;
    this.expired = expired;
  }

  /** From now on; zero for none. */
  synchronized void limit(Duration time) {
    generation++;
    if (alarm != null) {
      alarm.close();
      alarm = null;
    }
    limit = time.toNanos();
    if (limit > 0) {
      lastUse = clock.nanoTime();
      arm(limit);
    }
  }

  /** On the bulk path: costs next to nothing where there is no limit. */
  void used() {
    if (limit > 0) {
      lastUse = clock.nanoTime();
    }
  }

  private void arm(long nanos) {
    int mine = generation;
    alarm = clock.after(Duration.ofNanos(nanos), () -> look(mine));
  }

  private void look(int of) {
    synchronized (this) {
      if (of != generation) {
        return;
      }
      long left = lastUse + limit - clock.nanoTime();
      if (left > 0) {
        arm(left);
        return;
      }
      limit = 0;
      alarm = null;
    }
    expired.run();
  }
}
