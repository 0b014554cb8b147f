package dev.aikagi.sftp.nio;

import dev.aikagi.sftp.SftpException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/** A file with a position, which it has only as far as it was opened for that. */
final class RemoteChannel implements SeekableByteChannel {
  private final OpenFile open;
  private final SeekableByteChannel channel;

  /** Finding the end and writing there are one step of this channel. */
  private final ReentrantLock lock = new ReentrantLock();

  RemoteChannel(OpenFile open) {
    this.open = open;
    this.channel = open.file().channel();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (isOpen() && !open.modes().read()) {
      throw new NonReadableChannelException();
    }
    try {
      return channel.read(target);
    } catch (SftpException e) {
      throw open.failure(e);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    checkWritable();
    lock.lock();
    try {
      if (open.modes().append()) {
        channel.position(channel.size());
      }
      int n = channel.write(source);
      open.written();
      return n;
    } catch (SftpException e) {
      throw open.failure(e);
    } finally {
      lock.unlock();
    }
  }

  private void checkWritable() {
    if (isOpen() && !open.modes().write()) {
      throw new NonWritableChannelException();
    }
  }

  @Override
  public long position() throws IOException {
    return open.modes().append() ? size() : channel.position();
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    try {
      return channel.size();
    } catch (SftpException e) {
      throw open.failure(e);
    }
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    checkWritable();
    try {
      channel.truncate(size);
      open.written();
      return this;
    } catch (SftpException e) {
      throw open.failure(e);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    open.path().getFileSystem().forget(this);
    // Its own close would close the file only.
    try (SeekableByteChannel _ = channel) {
      open.close();
    }
  }
}
