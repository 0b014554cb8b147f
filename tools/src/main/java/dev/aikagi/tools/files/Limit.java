package dev.aikagi.tools.files;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Streams that are no faster than -l allows; each direction has a limit of its own. */
public final class Limit {
  /** So much may be moved at once after a pause: shorter waits would be measured badly. */
  private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final double nanosPerByte;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition never = lock.newCondition();

  /** When all that was moved so far may have been moved. */
  private long due = System.nanoTime();

  private Limit(long bitsPerSecond) {
    this.nanosPerByte = 8e9 / bitsPerSecond;
  }

  /**
   * As fast as this and no faster.
   *
   * @param bitsPerSecond 0 for the stream as it is
   */
  public static InputStream on(InputStream in, long bitsPerSecond) {
    if (bitsPerSecond == 0) {
      return in;
    }
    Limit limit = new Limit(bitsPerSecond);
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        limit.moved(n);
        return n;
      }
    };
  }

  /**
   * As fast as this and no faster.
   *
   * @param bitsPerSecond 0 for the stream as it is
   */
  public static OutputStream on(OutputStream out, long bitsPerSecond) {
    if (bitsPerSecond == 0) {
      return out;
    }
    Limit limit = new Limit(bitsPerSecond);
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        limit.moved(length);
      }
    };
  }

  private void moved(int bytes) throws InterruptedIOException {
    lock.lock();
    try {
      due = Math.max(due, System.nanoTime() - CREDIT_NANOS) + (long) (bytes * nanosPerByte);
      for (long left = due - System.nanoTime(); left > 0; ) {
        left = never.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      lock.unlock();
    }
  }
}
