package dev.aikagi.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/** A file of any file system that is open. */
final class NioServedFile implements ServedFile {
  private static final int PIECE = 64 * 1024;

  private final Path path;
  private final SeekableByteChannel channel;
  private final boolean atEnd;

  private final Window target = new Window();
  private final Window source = new Window();

  /**
   * Takes over the channel.
   *
   * @param atEnd whether all that is written goes to the end
   */
  NioServedFile(Path path, SeekableByteChannel channel, boolean atEnd) {
    this.path = path;
    this.channel = channel;
    this.atEnd = atEnd;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    ByteBuffer buffer = target.over(into, at, length);
    channel.position(offset);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        break;
      }
    }
    return length - buffer.remaining();
  }

  @Override
  public void write(long offset, byte[] from, int at, int length) throws IOException {
    ByteBuffer buffer = source.over(from, at, length);
    channel.position(atEnd ? channel.size() : offset);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** A buffer over the array that was given last: it is nearly always the same. */
  private static final class Window {
    private byte[] array = {};
    private ByteBuffer buffer = ByteBuffer.wrap(array);

    @SuppressWarnings("ReferenceEquality")
    ByteBuffer over(byte[] given, int at, int length) {
      if (array != given) {
        array = given;
        buffer = ByteBuffer.wrap(given);
      }
      return buffer.clear().position(at).limit(at + length);
    }
  }

  @Override
  public FileAttributes attributes() throws IOException {
    return NioAttributes.read(path).attributes().withSize(channel.size());
  }

  @Override
  public void change(FileAttributes changes) throws IOException {
    if (changes.size().isPresent()) {
      NioAttributes.resize(channel, changes.size().getAsLong());
    }
    NioAttributes.change(
        path,
        new FileAttributes(
            OptionalLong.empty(), changes.owner(), changes.permissions(), changes.times()));
  }

  /** A file system that has no disk has nothing to wait for. */
  @Override
  public void sync() throws IOException {
    if (channel instanceof FileChannel file) {
      file.force(true);
    }
  }

  @Override
  public FileSystemStatistics statistics() throws IOException {
    return NioServedFiles.statistics(Files.getFileStore(path));
  }

  @Override
  public Object identity() throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? path : key;
  }

  @Override
  public void copyTo(long offset, ServedFile other, long otherOffset, long length)
      throws IOException {
    byte[] piece = new byte[PIECE];
    long copied = 0;
    while (copied < length) {
      int n = read(offset + copied, piece, 0, (int) Math.min(length - copied, PIECE));
      if (n == 0) {
        return;
      }
      other.write(otherOffset + copied, piece, 0, n);
      copied += n;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
