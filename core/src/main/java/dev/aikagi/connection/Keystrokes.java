package dev.aikagi.connection;

import dev.aikagi.transport.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is typed, sent so that the times between the keys do not show: from them an observer learns
 * much of what was typed, passwords before all (Song, Wagner, Tian: "Timing Analysis of Keystrokes
 * and Timing Attacks on SSH", 2001).
 *
 * <p>The first key goes at once. From then on one thing leaves in each interval: what was typed in
 * it, or else chaff that looks the same. A key takes the place of the chaff of its interval: chaff
 * beside it would show it (CVE-2024-39894). Some seconds after the last key all is still again, and
 * no timer runs. More than a hand types goes through without a delay and ends it until the next
 * key.
 */
final class Keystrokes extends OutputStream {
  /** Nobody types so many bytes in an interval: somebody pastes. */
  static final int MAX_TYPED = 64;

  /** How long chaff follows the last key; at random, so that its end does not tell of that key. */
  static final int CHAFF_MILLIS = 1024;

  static final int MORE_CHAFF_MILLIS = 2048;

  /** Of an interval: a fixed one would show which of many connections are the same person's. */
  private static final int FUZZ_PERCENT = 10;

  /** Where it all goes; any of these may wait. */
  interface Line {
    void data(byte[] data, int offset, int length) throws IOException;

    /** What looks like one key to an observer; false if nothing may be sent any more. */
    boolean chaff() throws IOException;

    void eof() throws IOException;
  }

  private final Line line;
  private final long interval;
  private final Clock clock;

  /** A number from 0 to below its operand. */
  private final IntUnaryOperator random;

  /** Guards what follows, and is held while sending: what is typed next waits for it as well. */
  private final ReentrantLock lock = new ReentrantLock();

  private final byte[] typed = new byte[MAX_TYPED];
  private int count;
  private long due;
  private long chaffUntil;
  private long rateFuzz;
  private boolean closed;
  private @Nullable IOException fault;

  /** Null while all is still. */
  private Timer.@Nullable Scheduled next;

  Keystrokes(Line line, Duration interval, Clock clock, IntUnaryOperator random) {
    this.line = line;
    this.interval = interval.toNanos();
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    if (length == 0) {
      return;
    }
    lock.lock();
    try {
      if (fault != null) {
        throw new IOException(fault.getMessage(), fault);
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (count + length > MAX_TYPED) {
        stop();
        flushTyped();
        line.data(data, offset, length);
      } else {
        type(data, offset, length);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends what waits for its interval, and end of file after it. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        stop();
        flushTyped();
        line.eof();
      }
    } finally {
      lock.unlock();
    }
  }

  private void type(byte[] data, int offset, int length) throws IOException {
    long now = clock.nanoTime();
    int chaffMillis = CHAFF_MILLIS + random.applyAsInt(MORE_CHAFF_MILLIS);
    chaffUntil = now + TimeUnit.MILLISECONDS.toNanos(chaffMillis);
    if (next == null) {
      line.data(data, offset, length);
      rateFuzz = fuzz();
      due = now;
      scheduleNext(now);
    } else {
      System.arraycopy(data, offset, typed, count, length);
      count += length;
    }
  }

  private void intervalOver() {
    lock.lock();
    try {
      if (next == null) {
        return;
      }
      long now = clock.nanoTime();
      if (count > 0) {
        flushTyped();
      } else if (now - chaffUntil >= 0 || !line.chaff()) {
        stop();
        return;
      }
      scheduleNext(now);
    } catch (IOException e) {
      // Whoever types next is told.
      fault = e;
      stop();
    } finally {
      lock.unlock();
    }
  }

  /** Counted from when this one was due, so that a late timer does not shift those that follow. */
  private void scheduleNext(long now) {
    long step = Math.max(1, interval - interval / 100 * FUZZ_PERCENT + fuzz() + rateFuzz);
    due += step;
    if (due - now <= 0) {
      due = now + step;
    }
    next = clock.after(Duration.ofNanos(due - now), this::intervalOver);
  }

  /** Up to the fuzz's part of the interval; two of them are the same part on the average. */
  private long fuzz() {
    long micros = TimeUnit.NANOSECONDS.toMicros(interval / 100 * FUZZ_PERCENT);
    return TimeUnit.MICROSECONDS.toNanos(
        random.applyAsInt(Math.clamp(micros, 1, Integer.MAX_VALUE)));
  }

  private void flushTyped() throws IOException {
    int n = count;
    count = 0;
    if (n > 0) {
      line.data(typed, 0, n);
      // It may have been a password.
      java.util.Arrays.fill(typed, 0, n, (byte) 0);
    }
  }

  private void stop() {
    if (next != null) {
      next.close();
      next = null;
    }
  }
}
