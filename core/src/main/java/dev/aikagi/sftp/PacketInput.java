package dev.aikagi.sftp;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes packets out of a stream. Small ones are read many at a time into one buffer and read where
 * they lie; bulk data goes from the stream straight to where it belongs. Not thread-safe.
 */
final class PacketInput {
  private final InputStream in;
  private byte[] buffer;
  private int position;
  private int end;

  /** What of the present packet was not taken yet. */
  private int left;

  /**
   * @param capacity bytes that are read ahead at a time; it grows to hold one whole packet when
   *     {@link #rest} needs that
   */
  PacketInput(InputStream in, int capacity) {
    this.in = in;
    this.buffer = new byte[capacity];
  }

  /**
   * Goes to the next packet; what was not taken of the one before is skipped.
   *
   * @return its length, or -1 at the end of the stream between two packets
   */
  int next() throws IOException {
    skip(left);
    if (position == end && !fill()) {
      return -1;
    }
    left = 4;
    int length = readInt();
    if (length < 1 || length > Limits.MAX_PACKET) {
      throw new MalformedException("a packet of " + Integer.toUnsignedString(length) + " bytes");
    }
    left = length;
    return length;
  }

  /** Whether the next packet was read ahead as a whole, so that taking it does not wait. */
  boolean hasPacket() {
    int ahead = end - position - left - 4;
    if (ahead < 0) {
      return false;
    }
    int at = position + left;
    int length =
        (buffer[at] & 0xff) << 24
            | (buffer[at + 1] & 0xff) << 16
            | (buffer[at + 2] & 0xff) << 8
            | (buffer[at + 3] & 0xff);
    return length >= 0 && length <= ahead;
  }

  /** Bytes of this packet that were not taken yet. */
  int left() {
    return left;
  }

  int readByte() throws IOException {
    need(1);
    left--;
    return buffer[position++] & 0xff;
  }

  long readUint32() throws IOException {
    return readInt() & 0xffff_ffffL;
  }

  private int readInt() throws IOException {
    need(4);
    int value =
        (buffer[position] & 0xff) << 24
            | (buffer[position + 1] & 0xff) << 16
            | (buffer[position + 2] & 0xff) << 8
            | (buffer[position + 3] & 0xff);
    position += 4;
    left -= 4;
    return value;
  }

  /** Takes so many bytes of this packet, without reading ahead of it. */
  void readFully(byte[] target, int offset, int length) throws IOException {
    checkLeft(length);
    int buffered = Math.min(length, end - position);
    System.arraycopy(buffer, position, target, offset, buffered);
    position += buffered;
    int done = buffered;
    while (done < length) {
      int n = in.read(target, offset + done, length - done);
      if (n < 0) {
        throw new EOFException("the stream ended inside a packet");
      }
      done += n;
    }
    left -= length;
  }

  /** A string that nobody wants to know. */
  void skipString() throws IOException {
    long length = readUint32();
    if (length > left) {
      throw new MalformedException("a string of " + length + " bytes where " + left + " are left");
    }
    skip((int) length);
  }

  void skip(int length) throws IOException {
    checkLeft(length);
    int toGo = length;
    while (toGo > 0) {
      if (position == end && !fill()) {
        throw new EOFException("the stream ended inside a packet");
      }
      int n = Math.min(toGo, end - position);
      position += n;
      toGo -= n;
    }
    left -= length;
  }

  /** All of this packet that was not taken yet, where it lies: valid until the next call. */
  WireReader rest() throws IOException {
    need(left);
    WireReader r = new WireReader(buffer, position, left);
    position += left;
    left = 0;
    return r;
  }

  private void checkLeft(int length) throws MalformedException {
    if (length < 0 || length > left) {
      throw new MalformedException(length + " bytes wanted where " + left + " are left");
    }
  }

  /** Has so many bytes of this packet in the buffer, one after the other. */
  private void need(int length) throws IOException {
    checkLeft(length);
    if (end - position >= length) {
      return;
    }
    if (buffer.length - position < length) {
      byte[] target = length > buffer.length ? new byte[Limits.MAX_PACKET + 4] : buffer;
      System.arraycopy(buffer, position, target, 0, end - position);
      end -= position;
      position = 0;
      buffer = target;
    }
    while (end - position < length) {
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        throw new EOFException("the stream ended inside a packet");
      }
      end += n;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    end = 0;
    int n = in.read(buffer, 0, buffer.length);
    end = Math.max(n, 0);
    return n > 0;
  }
}
