package dev.aikagi.transport;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Two byte streams joined in memory, with a bounded buffer each way like a socket's. */
public final class MemoryStream implements ByteStream {
  /** The two ends. */
  public record Pair(MemoryStream client, MemoryStream server) {}

  private static final class Pipe {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final byte[] ring;
    int from;
    int count;
    boolean closed;

    Pipe(int capacity) {
      ring = new byte[capacity];
    }

    int read(byte[] target, int offset, int length) {
      lock.lock();
      try {
        while (count == 0 && !closed) {
          changed.awaitUninterruptibly();
        }
        if (count == 0) {
          return -1;
        }
        int n = Math.min(Math.min(length, count), ring.length - from);
        System.arraycopy(ring, from, target, offset, n);
        from = (from + n) % ring.length;
        count -= n;
        changed.signalAll();
        return n;
      } finally {
        lock.unlock();
      }
    }

    void write(byte[] source, int offset, int length) throws IOException {
      lock.lock();
      try {
        int done = 0;
        while (done < length) {
          while (count == ring.length && !closed) {
            changed.awaitUninterruptibly();
          }
          if (closed) {
            throw new IOException("the pipe was closed");
          }
          int at = (from + count) % ring.length;
          int n = Math.min(length - done, Math.min(ring.length - count, ring.length - at));
          System.arraycopy(source, offset + done, ring, at, n);
          count += n;
          done += n;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private final Pipe in;
  private final Pipe out;

  private MemoryStream(Pipe in, Pipe out) {
    this.in = in;
    this.out = out;
  }

  public static Pair pair() {
    return pair(64 * 1024);
  }

  public static Pair pair(int capacity) {
    Pipe up = new Pipe(capacity);
    Pipe down = new Pipe(capacity);
    return new Pair(new MemoryStream(down, up), new MemoryStream(up, down));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    return in.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
  }

  @Override
  public void close() {
    in.close();
    out.close();
  }
}
