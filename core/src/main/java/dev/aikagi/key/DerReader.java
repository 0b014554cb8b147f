package dev.aikagi.key;

import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;

/** The little of DER (X.690) that key files use: definite lengths, single-byte tags. */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  /** A constructed, context-specific tag. */
  static int context(int number) {
    return 0xa0 | number;
  }

  private static final int MAX_IDENTIFIER = 32;

  private final byte[] source;
  private final int end;
  private int position;

  DerReader(byte[] source) {
    this(source, 0, source.length);
  }

  private DerReader(byte[] source, int from, int end) {
    this.source = source;
    this.position = from;
    this.end = end;
  }

  boolean atEnd() {
    return position == end;
  }

  /** The tag of what comes next, -1 at the end. */
  int peek() {
    return position < end ? source[position] & 0xff : -1;
  }

  DerReader enter(int tag) throws MalformedException {
    int length = header(tag);
    DerReader inner = new DerReader(source, position, position + length);
    position += length;
    return inner;
  }

  byte[] read(int tag) throws MalformedException {
    int length = header(tag);
    byte[] out = Arrays.copyOfRange(source, position, position + length);
    position += length;
    return out;
  }

  /** Leaves out one element, whatever its tag. */
  void skip() throws MalformedException {
    int length = header(peek());
    position += length;
  }

  /** An INTEGER that is not negative and in its shortest form. */
  BigInteger readUnsigned() throws MalformedException {
    int length = header(INTEGER);
    if (length == 0 || source[position] < 0) {
      throw new MalformedException("a negative or empty INTEGER");
    }
    if (length > 1 && source[position] == 0 && source[position + 1] >= 0) {
      throw new MalformedException("an INTEGER with a needless leading byte");
    }
    BigInteger v = new BigInteger(source, position, length);
    position += length;
    return v;
  }

  /** An INTEGER that fits, for versions and counts. */
  int readSmall() throws MalformedException {
    BigInteger v = readUnsigned();
    if (v.bitLength() > 31) {
      throw new MalformedException("an INTEGER of " + v.bitLength() + " bits");
    }
    return v.intValue();
  }

  /** A BIT STRING of whole bytes. */
  byte[] readBits() throws MalformedException {
    byte[] raw = read(BIT_STRING);
    if (raw.length == 0 || raw[0] != 0) {
      throw new MalformedException("a BIT STRING that is not of whole bytes");
    }
    return Arrays.copyOfRange(raw, 1, raw.length);
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  String readIdentifier() throws MalformedException {
    byte[] raw = read(OBJECT_IDENTIFIER);
    if (raw.length == 0 || raw.length > MAX_IDENTIFIER || raw[raw.length - 1] < 0) {
      throw new MalformedException("not an OBJECT IDENTIFIER");
    }
    StringBuilder out = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (byte b : raw) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(b & 0x7f));
      if (b >= 0) {
        if (out.isEmpty()) {
          int first = Math.min(2, arc.intValue() / 40);
          out.append(first).append('.').append(arc.subtract(BigInteger.valueOf(first * 40L)));
        } else {
          out.append('.').append(arc);
        }
        arc = BigInteger.ZERO;
      }
    }
    return out.toString();
  }

  void expectEnd() throws MalformedException {
    if (position != end) {
      throw new MalformedException((end - position) + " bytes after the last element");
    }
  }

  private int header(int tag) throws MalformedException {
    if (position >= end || (source[position] & 0xff) != tag) {
      throw new MalformedException(
          "tag " + peek() + " where " + Integer.toHexString(tag) + " is expected");
    }
    position++;
    int first = next();
    int length = first;
    if (first >= 0x80) {
      int count = first & 0x7f;
      if (count == 0 || count > 3) {
        throw new MalformedException("a length of " + count + " bytes");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | next();
      }
    }
    if (length > end - position) {
      throw new MalformedException("an element of " + length + " bytes where less is left");
    }
    return length;
  }

  private int next() throws MalformedException {
    if (position >= end) {
      throw new MalformedException("the length is cut off");
    }
    return source[position++] & 0xff;
  }
}
