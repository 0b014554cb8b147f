package dev.aikagi.connection;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that are done one after the other, on a virtual thread that exists only while there are
 * some: an idle connection has none. What the reader may not do itself goes through a lane.
 */
final class Lane {
  /** How long the reader waits for a peer that does not take the answers that it asked for. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What a waiting job costs beside the bytes it carries. */
  private static final int COST = 1024;

  /** About a thousand answers owed: no honest peer comes near. */
  static final int CAPACITY = 1024 * COST;

  @FunctionalInterface
  interface Job {
    void run() throws IOException;
  }

  private record Entry(Job job, int weight) {}

  private final int capacity;
  private final Duration patience;
  private final Consumer<Throwable> failed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  // The rest is guarded by lock.
  private final ArrayDeque<Entry> jobs = new ArrayDeque<>(4);
  private long load;
  private boolean running;
  private boolean closed;

  Lane(int capacity, Duration patience, Consumer<Throwable> failed) {
    this.capacity = capacity;
    this.patience = patience;
    this.failed = failed;
  }

  Lane(Consumer<Throwable> failed) {
    this(CAPACITY, PATIENCE, failed);
  }

  /**
   * For the reader, whose jobs the peer causes: beyond the capacity it waits, so that the peer
   * feels it, and after its patience it gives up. A queue without bound would be the peer's to fill
   * (CVE-2025-26466); waiting without end would be a deadlock when a key exchange holds the answers
   * back.
   */
  void post(int bytes, Job job) throws IOException {
    int weight = bytes + COST;
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (load + weight > capacity && !jobs.isEmpty() && !closed) {
        if (nanos <= 0) {
          throw new DisconnectException(
              DisconnectReason.PROTOCOL_ERROR, "too many requests without reading the answers");
        }
        nanos = room.awaitNanos(nanos);
      }
      add(new Entry(job, weight));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Never waits: for jobs whose number is bounded by what they are, such as one close for each
   * channel.
   */
  void postNow(Job job) {
    lock.lock();
    try {
      add(new Entry(job, 0));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is taken any more; what waits is forgotten, what runs is not disturbed. */
  void close() {
    lock.lock();
    try {
      closed = true;
      forget();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #close}, but this one is still done, after the one that runs. */
  void closeWith(Job last) {
    lock.lock();
    try {
      if (!closed) {
        forget();
        add(new Entry(last, 0));
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    jobs.clear();
    load = 0;
    room.signalAll();
  }

  private void add(Entry entry) {
    if (closed) {
      return;
    }
    jobs.add(entry);
    load += entry.weight();
    if (!running) {
      running = true;
      Thread.ofVirtual().name("ssh-lane").start(this::work);
    }
  }

  private void work() {
    for (Job job = next(); job != null; job = next()) {
      try {
        job.run();
      } catch (Throwable t) {
        failed.accept(t);
      }
    }
  }

  private @Nullable Job next() {
    lock.lock();
    try {
      Entry entry = jobs.poll();
      running = entry != null;
      if (entry == null) {
        return null;
      }
      load -= entry.weight();
      room.signal();
      return entry.job();
    } finally {
      lock.unlock();
    }
  }
}
