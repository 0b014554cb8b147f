package dev.aikagi.sftp;

import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The replies of a server that are not yet written: many leave in one write. Data is read from the
 * file straight to its place in here. Not thread-safe.
 */
final class ReplyBuffer {
  private static final int SMALL = 32 * 1024;

  /** One reply of the largest size; more than this is not kept back. */
  private static final int LARGE = 4 + Limits.MAX_PACKET;

  private final OutputStream out;
  private final WireWriter reply = new WireWriter();
  private byte[] buffer = new byte[SMALL];
  private int end;
  private int count;

  ReplyBuffer(OutputStream out) {
    this.out = out;
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
