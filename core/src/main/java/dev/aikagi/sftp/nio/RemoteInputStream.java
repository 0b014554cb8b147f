package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;

/** Reads ahead, and closes the file with itself. */
final class RemoteInputStream extends InputStream {
  private final OpenFile open;
  private final InputStream in;

  /** Closing the file system closes this from another thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;

  RemoteInputStream(OpenFile open) throws IOException {
    this.open = open;
    try {
      this.in = open.file().inputStream(0);
    } catch (SftpException e) {
      throw open.failure(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      checkOpen();
      return in.read(target, offset, length);
    } catch (SftpException e) {
      throw open.failure(e);
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      checkOpen();
      return in.available();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    open.path().getFileSystem().forget(this);
    lock.lock();
    try {
      closed = true;
      in.close();
      open.close();
    } finally {
      lock.unlock();
    }
  }
}
