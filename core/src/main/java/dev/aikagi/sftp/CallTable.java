package dev.aikagi.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are on their way. An id is a place in the table and the number of its use, so that
 * an id that was answered already is known from one that waits.
 */
final class CallTable {
  /** More than any transfer has in flight; whoever comes when it is full waits. */
  static final int CAPACITY = 1024;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition room = lock.newCondition();
  private final Condition empty = lock.newCondition();
  private final @Nullable Call[] calls = new Call[CAPACITY];
  private final int[] free = new int[CAPACITY];
  private int freeCount = CAPACITY;
  private int use;
  private @Nullable ConnectionEnd end;

  CallTable() {
    for (int i = 0; i < CAPACITY; i++) {
      free[i] = CAPACITY - 1 - i;
    }
  }

  boolean isFull() {
    lock.lock();
    try {
      return freeCount == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the call its id. Waits for room; returns why not, if the connection has ended. */
  @Nullable ConnectionEnd add(Call call) {
    lock.lock();
    try {
      while (freeCount == 0 && end == null) {
        room.awaitUninterruptibly();
      }
      if (end == null) {
        int place = free[--freeCount];
        call.id = use++ * CAPACITY + place;
        calls[place] = call;
      }
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** The call of this id, which is then answered; null if none waits under it. */
  @Nullable Call remove(int id) {
    lock.lock();
    try {
      int place = Integer.remainderUnsigned(id, CAPACITY);
      Call call = calls[place];
      if (call == null || call.id != id) {
        return null;
      }
      calls[place] = null;
      free[freeCount++] = place;
      room.signal();
      if (freeCount == CAPACITY) {
        empty.signalAll();
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there are some, and all of them are of no use to anybody. */
  boolean areAllAbandoned() {
    lock.lock();
    try {
      for (Call call : calls) {
        if (call != null && !call.inbox.isClosed()) {
          return false;
        }
      }
      return freeCount < CAPACITY;
    } finally {
      lock.unlock();
    }
  }

  /** Waits at most so long until all of them are answered. */
  void awaitNone(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (freeCount < CAPACITY && left > 0) {
        left = empty.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes all of them out, and lets nobody in any more. Only the first reason counts. */
  List<Call> close(ConnectionEnd reason) {
    lock.lock();
    try {
      List<Call> left = new ArrayList<>();
      if (end == null) {
        end = reason;
      }
      for (int i = 0; i < CAPACITY; i++) {
        Call call = calls[i];
        if (call != null) {
          left.add(call);
          calls[i] = null;
          free[freeCount++] = i;
        }
      }
      room.signalAll();
      empty.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  @Nullable ConnectionEnd end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }
}
