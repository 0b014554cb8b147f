package dev.aikagi.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the local file system that is downloaded into. */
public final class FileTarget implements TransferTarget {
  private final FileChannel channel;
  private final Path path;

  /**
   * Takes over the channel.
   *
   * @param path the file's, for its times and permissions
   */
  public FileTarget(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  @Override
  public void write(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void setAttributes(FileAttributes attributes) throws IOException {
    PathFiles.setAttributes(path, attributes);
  }

  @Override
  public void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
