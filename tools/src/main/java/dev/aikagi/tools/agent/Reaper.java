package dev.aikagi.tools.agent;

import dev.aikagi.agent.AgentEvent;
import dev.aikagi.agent.Keyring;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wipes keys when their time is over, though nobody asks for any. */
final class Reaper {
  /** A wait does not count the time that the machine sleeps, but the lifetime of a key does. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by lock. */
  private boolean added;

  /** A key that was added may be the next one whose time is over. */
  void heard(AgentEvent event) {
    if (event instanceof AgentEvent.Added) {
      lock.lock();
      try {
        added = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Until it is interrupted. */
  void run(Keyring keyring) {
    try {
      while (true) {
        await(keyring.expire());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Optional<Duration> next) throws InterruptedException {
    lock.lock();
    try {
      long nanos = next.filter(n -> n.compareTo(LONGEST) < 0).orElse(LONGEST).toNanos();
      while (!added && (next.isEmpty() || nanos > 0)) {
        if (next.isEmpty()) {
          changed.await();
        } else {
          nanos = changed.awaitNanos(nanos);
        }
      }
      added = false;
    } finally {
      lock.unlock();
    }
  }
}
