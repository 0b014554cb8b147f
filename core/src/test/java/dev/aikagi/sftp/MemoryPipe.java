package dev.aikagi.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** One direction of a connection: bounded, and closed by either end. Guarded by itself. */
final class MemoryPipe {
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

  private synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (count == 0 && !ended && !unread) {
      park();
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
    notifyAll();
    return n;
  }

  private synchronized void write(byte[] source, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (ended || unread) {
        throw new IOException("Broken pipe");
      }
      if (count == ring.length) {
        park();
        continue;
      }
      int end = (start + count) % ring.length;
      int n = Math.min(length - done, Math.min(ring.length - count, ring.length - end));
      System.arraycopy(source, offset + done, ring, end, n);
      count += n;
      done += n;
      notifyAll();
    }
  }

  /** An interrupt is the waiting thread's business, not the connection's. */
  private synchronized void park() {
    boolean interrupted = false;
    try {
      wait();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized void unread() {
    unread = true;
    notifyAll();
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
