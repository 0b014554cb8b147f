package dev.aikagi.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC (RFC 2104) over {@code uint32 sequence_number, packet} (RFC 4253 section 6.4). Over the
 * JDK's digests instead of its Mac, which makes two arrays for each packet.
 */
final class Hmac implements PacketMac {
  private final MessageDigest digest;
  private final byte[] innerPad;
  private final byte[] outerPad;
  private final byte[] sequence = new byte[4];
  private final byte[] full;
  private final int length;

  Hmac(String digestName, byte[] key, int length) {
    try {
      digest = MessageDigest.getInstance(digestName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + digestName, e);
    }
    this.length = length;
    full = new byte[digest.getDigestLength()];
    int block = digestName.equals("SHA-512") ? 128 : 64;
    if (key.length > block) {
      throw new IllegalArgumentException("an HMAC key of " + key.length + " bytes");
    }
    innerPad = pad(key, block, 0x36);
    outerPad = pad(key, block, 0x5c);
  }

  private static byte[] pad(byte[] key, int block, int with) {
    byte[] pad = Arrays.copyOf(key, block);
    for (int i = 0; i < block; i++) {
      pad[i] ^= (byte) with;
    }
    return pad;
  }

  @Override
  public void start(int sequenceNumber) {
    digest.update(innerPad);
    Words.putIntBe(sequence, 0, sequenceNumber);
    digest.update(sequence);
  }

  @Override
  public void update(byte[] source, int offset, int count) {
    digest.update(source, offset, count);
  }

  @Override
  public void finish(byte[] target, int offset) {
    try {
      digest.digest(full, 0, full.length);
      digest.update(outerPad);
      digest.update(full);
      digest.digest(full, 0, full.length);
    } catch (DigestException e) {
      throw new IllegalStateException(digest.getAlgorithm() + " failed", e);
    }
    System.arraycopy(full, 0, target, offset, length);
  }

  @Override
  public void close() {
    Arrays.fill(innerPad, (byte) 0);
    Arrays.fill(outerPad, (byte) 0);
    Arrays.fill(full, (byte) 0);
    digest.reset();
  }
}
