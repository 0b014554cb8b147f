package dev.aikagi.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of the local file system to be uploaded. */
public final class FileSource implements TransferSource {
  private final FileChannel channel;
  private final FileAttributes attributes;

  /**
   * Takes over the channel.
   *
   * @param attributes what is to be known of it; without a size the channel is asked
   */
  public FileSource(FileChannel channel, FileAttributes attributes) throws IOException {
    this.channel = channel;
    this.attributes =
        attributes.size().isPresent() ? attributes : attributes.withSize(channel.size());
  }

  public static FileSource of(Path file) throws IOException {
    FileAttributes attributes = PathFiles.stat(file, true);
    if (attributes.isDirectory()) {
      throw new IOException(file + " is not a regular file");
    }
    return new FileSource(FileChannel.open(file, StandardOpenOption.READ), attributes);
  }

  @Override
  public int read(ByteBuffer buffer, long position) throws IOException {
    return channel.read(buffer, position);
  }

  @Override
  public FileAttributes attributes() {
    return attributes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
