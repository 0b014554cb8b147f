package dev.aikagi.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a connection: bounded, and closed by either end. */
final class MemoryPipe {
  /** Guards all below. An interrupt is the waiting thread's business, not the connection's. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final byte[] ring = new byte[64 * 1024];
  private int start;
  private int count;
  private boolean ended;
  private boolean unread;

  InputStream in() {
    return new In();
  }

  OutputStream out() {
    return new Out();
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      Objects.checkFromIndexSize(offset, length, target.length);
      while (count == 0 && !ended && !unread) {
        changed.awaitUninterruptibly();
      }
      if (unread) {
        throw new IOException("the reading end is closed");
      }
      if (count == 0) {
        return -1;
      }
      int n = Math.min(Math.min(length, count), ring.length - start);
      System.arraycopy(ring, start, target, offset, n);
      start = (start + n) % ring.length;
      count -= n;
      changed.signalAll();
      return n;
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] source, int offset, int length) throws IOException {
    lock.lock();
    try {
      int done = 0;
      while (done < length) {
        if (ended || unread) {
          throw new IOException("Broken pipe");
        }
        if (count == ring.length) {
          changed.awaitUninterruptibly();
          continue;
        }
        int end = (start + count) % ring.length;
        int n = Math.min(length - done, Math.min(ring.length - count, ring.length - end));
        System.arraycopy(source, offset + done, ring, end, n);
        count += n;
        done += n;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void unread() {
    lock.lock();
    try {
      unread = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return MemoryPipe.this.read(target, offset, length);
    }

    @Override
    public void close() {
      unread();
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      MemoryPipe.this.write(source, offset, length);
    }

    @Override
    public void close() {
      end();
    }
  }
}
