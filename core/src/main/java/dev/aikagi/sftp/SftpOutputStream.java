package dev.aikagi.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fills the pieces of a {@link WriteBehind}. */
final class SftpOutputStream extends OutputStream {
  private final WriteBehind behind;
  private long position;
  private @Nullable Block block;
  private int filled;
  private boolean closed;

  SftpOutputStream(WriteBehind behind, long position) {
    this.behind = behind;
    this.position = position;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    int done = 0;
    while (done < length) {
      Block b = block;
      if (b == null) {
        b = behind.take();
        block = b;
        filled = 0;
      }
      int n = Math.min(length - done, b.capacity() - filled);
      System.arraycopy(data, offset + done, b.data, b.start + filled, n);
      filled += n;
      done += n;
      if (filled == b.capacity()) {
        send();
      }
    }
  }

  /** Waits until the server has said yes to all that was written. */
  @Override
  public void flush() throws IOException {
    if (!closed) {
      send();
      behind.finish();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      flush();
    } finally {
      closed = true;
      behind.close();
    }
  }

  private void send() {
    Block b = block;
    if (b != null && filled > 0) {
      behind.write(b, position, filled);
      position += filled;
      block = null;
    }
  }
}
