package dev.aikagi.sftp;

import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The replies of a server that are not yet written: many leave in one write. Data is read from the
 * file straight to its place in here. Not thread-safe.
 */
final class ReplyBuffer {
  private static final int SMALL = 32 * 1024;

  /** One reply of the largest size; more than this is not kept back. */
  private static final int LARGE = 4 + Limits.MAX_PACKET;

  /** For fewer bytes two calls more than the copying cost more than it does. */
  private static final int WORTH = 32 * 1024;

  private final OutputStream out;
  private final @Nullable FileOutlet pages;
  private final WireWriter reply = new WireWriter();
  private byte[] buffer = new byte[SMALL];
  private int end;
  private int count;

  /**
   * @param pages leads to where the stream leads; null: everything is read and written
   */
  ReplyBuffer(OutputStream out, @Nullable FileOutlet pages) {
    this.out = out;
    this.pages = pages;
  }

  /** How many are not written. */
  int count() {
    return count;
  }

  /** Adds a reply, unless it is longer than a packet may be. */
  boolean add(SftpMessage message) throws IOException {
    reply.reset();
    message.write(reply);
    if (reply.length() > Limits.MAX_PACKET) {
      return false;
    }
    makeRoom(4 + reply.length());
    Numbers.writeInt(buffer, end, reply.length());
    System.arraycopy(reply.array(), 0, buffer, end + 4, reply.length());
    end += 4 + reply.length();
    count++;
    return true;
  }

  /**
   * Makes room for a DATA with so many bytes.
   *
   * @return where in {@link #array} they go
   */
  int dataPlace(int most) throws IOException {
    makeRoom(BulkHeader.DATA + most);
    return end + BulkHeader.DATA;
  }

  byte[] array() {
    return buffer;
  }

  /** Adds the DATA whose bytes stand at {@link #dataPlace}. */
  void addData(long id, int length) {
    end = BulkHeader.data(buffer, end, id, length) + length;
    count++;
  }

  /** Takes bytes of a file for {@link #sendTaken}; -1 where they must be read into here. */
  int take(OpenHandle.OfFile file, long offset, int length) throws IOException {
    return pages == null || length < WORTH ? -1 : file.take(pages, offset, length);
  }

  /** Sends what waits here, and a DATA of what was taken. */
  void sendTaken(long id, int length) throws IOException {
    makeRoom(BulkHeader.DATA);
    end = BulkHeader.data(buffer, end, id, length);
    flush();
    if (pages != null) {
      pages.send();
    }
  }

  void flush() throws IOException {
    if (end > 0) {
      out.write(buffer, 0, end);
      out.flush();
      end = 0;
    }
    count = 0;
  }

  private void makeRoom(int needed) throws IOException {
    if (end + needed > LARGE) {
      flush();
    }
    if (end + needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, LARGE);
    }
  }
}
