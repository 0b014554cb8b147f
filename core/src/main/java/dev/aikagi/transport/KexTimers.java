package dev.aikagi.transport;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How long a key exchange may take, and when the next one is due. Any thread. */
final class KexTimers {
  private final TransportOptions options;
  private final Runnable tookTooLong;
  private final Runnable due;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private Timer.@Nullable Scheduled kex;
  private Timer.@Nullable Scheduled rekey;
  private boolean ended;

  /** Neither of the two may wait. */
  KexTimers(TransportOptions options, Runnable tookTooLong, Runnable due) {
    this.options = options;
    this.tookTooLong = tookTooLong;
    this.due = due;
  }

  void armKex() {
    lock.lock();
    try {
      cancel(kex);
      kex = ended ? null : Timer.quicklyAfter(options.kexTime(), tookTooLong);
    } finally {
      lock.unlock();
    }
  }

  void disarmKex() {
    lock.lock();
    try {
      cancel(kex);
      kex = null;
    } finally {
      lock.unlock();
    }
  }

  /** From now on. */
  void armRekey() {
    lock.lock();
    try {
      cancel(rekey);
      rekey = ended ? null : Timer.quicklyAfter(options.rekeyLimit().time(), due);
    } finally {
      lock.unlock();
    }
  }

  /** For good. */
  void end() {
    lock.lock();
    try {
      ended = true;
      cancel(kex);
      cancel(rekey);
      kex = null;
      rekey = null;
    } finally {
      lock.unlock();
    }
  }

  private static void cancel(Timer.@Nullable Scheduled deadline) {
    if (deadline != null) {
      deadline.close();
    }
  }
}
