package dev.aikagi.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pieces of a {@link ReadAhead} as a stream. */
final class SftpInputStream extends InputStream {
  private final ReadAhead ahead;
  private @Nullable Block block;
  private int taken;

  SftpInputStream(ReadAhead ahead) {
    this.ahead = ahead;
  }

  @Override
  public int read() throws IOException {
    Block b = present();
    return b == null ? -1 : b.data[b.start + taken++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    Block b = present();
    if (b == null) {
      return -1;
    }
    int n = Math.min(length, b.length - taken);
    System.arraycopy(b.data, b.start + taken, target, offset, n);
    taken += n;
    return n;
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    long done = 0;
    for (Block b = present(); b != null; b = present()) {
      int n = b.length - taken;
      out.write(b.data, b.start + taken, n);
      taken += n;
      done += n;
    }
    return done;
  }

  @Override
  public int available() {
    Block b = block;
    return b == null ? 0 : b.length - taken;
  }

  @Override
  public void close() {
    block = null;
    ahead.close();
  }

  /** A block that has something left, or null at the end. */
  private @Nullable Block present() throws IOException {
    Block b = block;
    if (b != null && taken < b.length) {
      return b;
    }
    if (b != null) {
      ahead.release(b);
    }
    taken = 0;
    block = ahead.next();
    return block;
  }
}
