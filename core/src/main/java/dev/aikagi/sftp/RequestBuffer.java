package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a server has received and not yet answered: takes as much as the stream has, and shows the
 * requests one by one where they lie. Not thread-safe.
 */
final class RequestBuffer {
  /** Enough for what clients ask about names. */
  private static final int SMALL = 32 * 1024;

  /** From the first large request on: the largest two. */
  private static final int LARGE = 2 * (4 + Limits.MAX_PACKET);

  private static final int LENGTH = 4;

  private final InputStream in;
  private byte[] buffer = new byte[SMALL];

  /** Of the next request's length field. */
  private int position;

  private int end;

  private int start;
  private int length;

  RequestBuffer(InputStream in) {
    this.in = in;
  }

  /** Whether {@link #next} has the next one without reading. */
  boolean hasNext() throws SftpException {
    return end - position >= LENGTH && end - position - LENGTH >= lengthAhead();
  }

  /** Goes to the next request, and waits for it; false at the end of the stream. */
  boolean next() throws IOException {
    if (!fill(LENGTH)) {
      return false;
    }
    int ahead = lengthAhead();
    if (ahead > buffer.length / 2) {
      grow();
    }
    if (!fill(LENGTH + ahead)) {
      return false;
    }
    start = position + LENGTH;
    length = ahead;
    position = start + length;
    return true;
  }

  /** Holds the present request from {@link #start} on, until {@link #next}. */
  byte[] array() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  private int lengthAhead() throws SftpException {
    int value = Numbers.readInt(buffer, position);
    if (value < 1 || value > Limits.MAX_PACKET) {
      throw new SftpException(
          SftpStatus.BAD_MESSAGE,
          "receive",
          Bytes.EMPTY,
          "a packet of " + Integer.toUnsignedString(value) + " bytes");
    }
    return value;
  }

  /** A client that is gone in the middle of a request is gone as any other. */
  private boolean fill(int wanted) throws IOException {
    if (end - position >= wanted) {
      return true;
    }
    if (position == end || buffer.length - position < wanted) {
      move(buffer);
    }
    while (end - position < wanted) {
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        return false;
      }
      end += n;
    }
    return true;
  }

  private void grow() {
    if (buffer.length < LARGE) {
      byte[] larger = new byte[LARGE];
      move(larger);
      buffer = larger;
    }
  }

  private void move(byte[] target) {
    System.arraycopy(buffer, position, target, 0, end - position);
    end -= position;
    position = 0;
  }
}
