package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file. It has no position of its own: its methods may be called by any thread, while each
 * of the streams and channels made of it is one thread's at a time.
 */
public final class SftpFile implements Closeable {
  private final SftpClient client;
  private final Requests requests;
  private final Bytes handle;
  private final Bytes path;
  private final AtomicBoolean closed = new AtomicBoolean();

  SftpFile(SftpClient client, Requests requests, Bytes handle, Bytes path) {
    this.client = client;
    this.requests = requests;
    this.handle = handle;
    this.path = path;
  }

  /** As it was opened. */
  public Bytes path() {
    return path;
  }

  Bytes handle() {
    return handle;
  }

  Requests requests() {
    return requests;
  }

  /**
   * Reads until the buffer is full or the file ends, with as many requests in flight as that needs.
   *
   * @param position bytes from the start of the file
   * @return how many bytes, or -1 if the file ends at the position or before
   */
  public int read(long position, ByteBuffer buffer) throws IOException {
    int wanted = buffer.remaining();
    if (wanted == 0) {
      return 0;
    }
    ReadAhead ahead = readAhead(position, position + wanted, true);
    try {
      for (Block b = ahead.next(); b != null && buffer.hasRemaining(); b = ahead.next()) {
        buffer.put(b.data, b.start, Math.min(b.length, buffer.remaining()));
        ahead.release(b);
      }
    } finally {
      ahead.close();
    }
    int read = wanted - buffer.remaining();
    return read == 0 ? -1 : read;
  }

  /**
   * Writes all that the buffer has, with as many requests in flight as that needs, and waits until
   * the server has said yes to each.
   */
  public void write(long position, ByteBuffer buffer) throws IOException {
    WriteBehind behind = writeBehind(position);
    try {
      long at = position;
      while (buffer.hasRemaining()) {
        Block b = behind.take(Math.min(buffer.remaining(), client.writeBlock()));
        int n = Math.min(buffer.remaining(), b.capacity());
        buffer.get(b.data, b.start, n);
        behind.write(b, at, n);
        at += n;
      }
      behind.finish();
    } finally {
      behind.close();
    }
  }

  public FileAttributes stat() throws IOException {
    return requests.ask("fstat", path, id -> new SftpRequest.Fstat(id, handle)).attributes();
  }

  /** Changes what is present in the attributes. */
  public void setStat(FileAttributes attributes) throws IOException {
    requests.ask("fsetstat", path, id -> new SftpRequest.Fsetstat(id, handle, attributes)).ok();
  }

  /** The file system that it is in: fstatvfs@openssh.com. */
  public FileSystemStatistics statvfs() throws IOException {
    return SftpClient.decoded(
        client.extended(
            SftpExtension.FSTATVFS, "fstatvfs", path, new ExtendedRequest.Fstatvfs(handle)),
        FileSystemStatistics::read);
  }

  /** Has the server bring it to its disk: fsync@openssh.com. */
  public void fsync() throws IOException {
    client.extended(SftpExtension.FSYNC, "fsync", path, new ExtendedRequest.Fsync(handle)).ok();
  }

  /**
   * A channel at position 0 whose reads and writes each wait for the server. Its size is asked for
   * each time. Closing it closes the file.
   */
  public SeekableByteChannel channel() {
    return new SftpFileChannel(this);
  }

  /**
   * Reads from a position on, ahead of the reader. It sees the file as it was when a piece was
   * asked for. Closing it does not close the file.
   */
  public InputStream inputStream(long position) throws IOException {
    return new SftpInputStream(readAhead(position, stat().size().orElse(0), false));
  }

  /**
   * Writes from a position on, and does not wait for the server's answers. A write that failed is
   * told by a later write, by flush, which waits for all answers, and by close. Closing it does not
   * close the file.
   */
  public OutputStream outputStream(long position) throws IOException {
    return new SftpOutputStream(writeBehind(position), position);
  }

  /**
   * Closes the file, once.
   *
   * @throws SftpException also where the server only now tells that something was not written
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      requests.ask("close", path, id -> new SftpRequest.Close(id, handle)).ok();
    }
  }

  /** Closes it without waiting for the answer. */
  void closeUnheard() {
    if (closed.compareAndSet(false, true)) {
      requests.close(handle, path);
    }
  }

  /** Through the client; from one position to another one, at most so many bytes. */
  long copyThrough(long position, long length, SftpFile to, long toPosition) throws IOException {
    long end = length > Long.MAX_VALUE - position ? Long.MAX_VALUE : position + length;
    boolean known = length <= Long.MAX_VALUE / 2;
    ReadAhead ahead = readAhead(position, known ? end : 0, known);
    WriteBehind behind = to.writeBehind(toPosition);
    long done = 0;
    try {
      for (Block b = ahead.next(); b != null && done < length; b = ahead.next()) {
        int from = 0;
        while (from < b.length) {
          Block w = behind.take();
          int n = Math.min(b.length - from, w.capacity());
          System.arraycopy(b.data, b.start + from, w.data, w.start, n);
          behind.write(w, toPosition + done, n);
          from += n;
          done += n;
        }
        ahead.release(b);
      }
      behind.finish();
      return done;
    } finally {
      ahead.close();
      behind.close();
    }
  }

  /**
   * @param exactly never asks for anything behind the end
   */
  private ReadAhead readAhead(long from, long end, boolean exactly) throws IOException {
    int block = client.readBlock();
    return new ReadAhead(requests, handle, path, from, end, exactly, client.window(block), null);
  }

  private WriteBehind writeBehind(long from) throws IOException {
    return new WriteBehind(requests, handle, path, from, client.window(client.writeBlock()), null);
  }
}
