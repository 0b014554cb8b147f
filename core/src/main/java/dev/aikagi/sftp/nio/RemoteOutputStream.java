package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.SftpException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes without waiting for the server's answers, and closes the file with itself. A write that
 * failed is told by a later one, by flush, and by close.
 */
final class RemoteOutputStream extends OutputStream {
  private final OpenFile open;
  private final OutputStream out;

  /** Closing the file system closes this from another thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;

  RemoteOutputStream(OpenFile open) throws IOException {
    this.open = open;
    try {
      // The server that knows APPEND finds the end itself; for others the position is right too.
      long position = open.modes().append() ? open.file().stat().size().orElse(0) : 0;
      this.out = open.file().outputStream(position);
    } catch (SftpException e) {
      throw open.failure(e);
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private void take(Step step) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      step.take();
    } catch (SftpException e) {
      throw open.failure(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int b) throws IOException {
    take(() -> out.write(b));
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    take(() -> out.write(source, offset, length));
  }

  /** Waits until the server has said yes to all that was written. */
  @Override
  public void flush() throws IOException {
    take(out::flush);
  }

  @Override
  public void close() throws IOException {
    open.path().getFileSystem().forget(this);
    lock.lock();
    try (open) {
      if (!closed) {
        closed = true;
        out.close();
      }
    } catch (SftpException e) {
      throw open.failure(e);
    } finally {
      lock.unlock();
    }
  }
}
