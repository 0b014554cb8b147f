package dev.aikagi.sftp;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where the reader puts the calls of one owner when they are answered, in the order of answers. */
final class Inbox {
  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition told = lock.newCondition();
  private final ArrayDeque<Call> answered = new ArrayDeque<>();
  private boolean woken;
  private boolean closed;

  /**
   * Puts it there without waking the owner: {@link #tell} does, once for several. False if the
   * owner has gone.
   */
  boolean put(Call call) {
    lock.lock();
    try {
      return !closed && answered.add(call);
    } finally {
      lock.unlock();
    }
  }

  /** The owner goes; what lies here unseen is its to clear away, and what comes is the reader's. */
  List<Call> close() {
    lock.lock();
    try {
      closed = true;
      List<Call> left = List.copyOf(answered);
      answered.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void tell() {
    lock.lock();
    try {
      if (!answered.isEmpty()) {
        told.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends one wait that has nothing to show for it: something else is to be looked at. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is there, or null; never waits. */
  @Nullable Call poll() {
    lock.lock();
    try {
      return answered.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits at most so long; null if the time is over or {@link #wake} was called. */
  @Nullable Call take(long nanos) throws InterruptedIOException {
    lock.lock();
    try {
      long left = nanos;
      while (answered.isEmpty() && !woken && left > 0) {
        left = told.awaitNanos(left);
      }
      woken = false;
      return answered.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      lock.unlock();
    }
  }
}
