package dev.aikagi.wire;

import dev.aikagi.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the types of RFC 4251 section 5 into an array that grows. Not thread-safe. */
public final class WireWriter {
  private byte[] buffer;
  private int length;

  public WireWriter() {
    this(256);
  }

  public WireWriter(int capacity) {
    buffer = new byte[capacity];
  }

  public int length() {
    return length;
  }

  /**
   * The bytes written so far, at the start of an array that may be longer; valid until the next
   * write.
   */
  public byte[] array() {
    return buffer;
  }

  public byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }

  public Bytes toBytes() {
    return Bytes.of(buffer, 0, length);
  }

  /** Forgets what was written, so that the array serves again. */
  public void reset() {
    length = 0;
  }

  /** Overwrites everything with zeros, the unused part too. */
  public void wipe() {
    Arrays.fill(buffer, (byte) 0);
    length = 0;
  }

  public WireWriter writeByte(int value) {
    reserve(1);
    buffer[length++] = (byte) value;
    return this;
  }

  public WireWriter writeBoolean(boolean value) {
    return writeByte(value ? 1 : 0);
  }

  public WireWriter writeUint32(long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException("not a uint32: " + value);
    }
    reserve(4);
    buffer[length] = (byte) (value >> 24);
    buffer[length + 1] = (byte) (value >> 16);
    buffer[length + 2] = (byte) (value >> 8);
    buffer[length + 3] = (byte) value;
    length += 4;
    return this;
  }

  /** The bits of an unsigned 64-bit number. */
  public WireWriter writeUint64(long value) {
    return writeUint32(value >>> 32).writeUint32(value & 0xffff_ffffL);
  }

  /** Bytes without a length before them. */
  public WireWriter writeRaw(byte[] value, int offset, int count) {
    reserve(count);
    System.arraycopy(value, offset, buffer, length, count);
    length += count;
    return this;
  }

  public WireWriter writeRaw(byte[] value) {
    return writeRaw(value, 0, value.length);
  }

  public WireWriter writeRaw(Bytes value) {
    reserve(value.length());
    value.copyTo(buffer, length);
    length += value.length();
    return this;
  }

  public WireWriter writeString(byte[] value, int offset, int count) {
    return writeUint32(count).writeRaw(value, offset, count);
  }

  public WireWriter writeString(byte[] value) {
    return writeString(value, 0, value.length);
  }

  public WireWriter writeString(Bytes value) {
    return writeUint32(value.length()).writeRaw(value);
  }

  /** What another writer holds, as one string. */
  public WireWriter writeString(WireWriter value) {
    return writeString(value.buffer, 0, value.length);
  }

  /** A string of UTF-8 text. */
  public WireWriter writeUtf8(String value) {
    return writeString(value.getBytes(StandardCharsets.UTF_8));
  }

  public WireWriter writeNameList(List<String> names) {
    return writeUtf8(String.join(",", names));
  }

  public WireWriter writeMpint(BigInteger value) {
    if (value.signum() == 0) {
      return writeUint32(0);
    }
    return writeString(value.toByteArray());
  }

  /**
   * Unsigned big-endian bytes as an mpint: leading zeros removed, one added where the top bit is
   * set.
   */
  public WireWriter writeUnsignedMpint(byte[] value) {
    int from = 0;
    while (from < value.length && value[from] == 0) {
      from++;
    }
    int count = value.length - from;
    boolean sign = count > 0 && value[from] < 0;
    writeUint32(count + (sign ? 1 : 0));
    if (sign) {
      writeByte(0);
    }
    return writeRaw(value, from, count);
  }

  private void reserve(int count) {
    if (count > buffer.length - length) {
      int wanted = Math.addExact(length, count);
      byte[] outgrown = buffer;
      buffer = Arrays.copyOf(outgrown, Math.max(wanted, Math.min(outgrown.length * 2, 1 << 30)));
      // It may hold the start of a secret, and nobody else can reach it to wipe it.
      Arrays.fill(outgrown, 0, length, (byte) 0);
    }
  }
}
