package dev.aikagi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality: key blobs, signatures, session identifiers. Not for
 * secrets, since it can be printed and is never wiped; see {@link SecretBytes}.
 */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes of(byte... value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  public static Bytes of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  /** The byte at this index, as a signed value. */
  public byte at(int index) {
    return value[index];
  }

  /** A fresh copy. */
  public byte[] toArray() {
    return value.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  public String utf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object o) {
    // Constant time, because byte strings that a peer proves something with are compared through
    // here.
    return o instanceof Bytes b && java.security.MessageDigest.isEqual(value, b.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The length and the first bytes in hex. */
  @Override
  public String toString() {
    int n = Math.min(16, value.length);
    return "Bytes[" + value.length + " " + HexFormat.of().formatHex(value, 0, n) + "]";
  }
}
