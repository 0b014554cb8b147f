package dev.aikagi.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file with a position. Its methods exclude each other. */
final class SftpFileChannel implements SeekableByteChannel {
  private final SftpFile file;
  private long position;
  private volatile boolean open = true;

  SftpFileChannel(SftpFile file) {
    this.file = file;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    checkOpen();
    int n = file.read(position, target);
    position += Math.max(0, n);
    return n;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    checkOpen();
    int n = source.remaining();
    file.write(position, source);
    position += n;
    return n;
  }

  @Override
  public synchronized long position() throws IOException {
    checkOpen();
    return position;
  }

  @Override
  public synchronized SeekableByteChannel position(long newPosition) throws IOException {
    checkOpen();
    SftpChecks.position("position", newPosition);
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return file.stat()
        .size()
        .orElseThrow(
            () ->
                new SftpException(
                    SftpStatus.FAILURE, "fstat", file.path(), "the server says no size"));
  }

  @Override
  public synchronized SeekableByteChannel truncate(long size) throws IOException {
    checkOpen();
    if (size < size()) {
      file.setStat(FileAttributes.NONE.withSize(size));
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    file.close();
  }

  private void checkOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
