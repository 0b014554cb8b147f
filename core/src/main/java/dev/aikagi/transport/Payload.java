package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireReader;

/**
 * One received payload, as a slice of a buffer that the next receive overwrites. Only the thread
 * that received it may look at it, and only until it receives again.
 */
public final class Payload {
  private byte[] array = new byte[0];
  private int offset;
  private int length;

  /** Points at nothing yet. */
  public Payload() {}

  /** Points at another slice; length is at least 1, the message number. */
  public Payload at(byte[] array, int offset, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("a payload without message number");
    }
    this.array = array;
    this.offset = offset;
    this.length = length;
    return this;
  }

  public byte[] array() {
    return array;
  }

  /** Index of the message number. */
  public int offset() {
    return offset;
  }

  /** Bytes from the message number to the end. */
  public int length() {
    return length;
  }

  public int number() {
    return array[offset] & 0xff;
  }

  /** The whole payload, for one that outlives the next receive. */
  public Bytes copy() {
    return Bytes.of(array, offset, length);
  }

  /** A reader of the fields, after the message number. */
  public WireReader reader() {
    return new WireReader(array, offset + 1, length - 1);
  }
}
