package dev.aikagi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret that is wiped by {@link #close} and never printed. It owns the array that it was made
 * of. Copies that the garbage collector left behind cannot be wiped; keep a secret for as short a
 * time as its use allows.
 *
 * <p>Not a record, so that no generated toString prints it. Safe for one thread at a time.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] value;
  private boolean closed;

  private SecretBytes(byte[] value) {
    this.value = value;
  }

  /** Takes ownership of this array: the caller must not keep it. */
  public static SecretBytes taking(byte[] value) {
    return new SecretBytes(value);
  }

  public static SecretBytes copyOf(byte[] value) {
    return new SecretBytes(value.clone());
  }

  /** The UTF-8 form; the characters are wiped. */
  public static SecretBytes takingChars(char[] chars) {
    byte[] room = new byte[3 * chars.length];
    ByteBuffer target = ByteBuffer.wrap(room);
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    encoder.encode(CharBuffer.wrap(chars), target, true);
    byte[] out = Arrays.copyOf(room, target.position());
    Arrays.fill(room, (byte) 0);
    Arrays.fill(chars, '\0');
    return new SecretBytes(out);
  }

  public int length() {
    return value.length;
  }

  /** The bytes themselves, not a copy: neither keep nor change them. */
  public byte[] expose() {
    if (closed) {
      throw new IllegalStateException("this secret was wiped");
    }
    return value;
  }

  /** Constant-time comparison. */
  public boolean matches(byte[] other) {
    return MessageDigest.isEqual(expose(), other);
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretBytes[***]";
  }
}
