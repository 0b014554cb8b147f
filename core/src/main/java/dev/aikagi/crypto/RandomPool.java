package dev.aikagi.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bytes for padding and cookies: AES in counter mode under a key from the system's
 * generator, because the JDK's own mixes a SHA-1 into every twenty bytes, and a packet should cost
 * no call into the operating system. Never for keys. What was given out is wiped from the store.
 * Not thread-safe.
 */
public final class RandomPool {
  /** Of the order of a hundred packets' padding. */
  private static final int SIZE = 1024;

  private static final int BLOCK = 16;

  private final Cipher stream = JdkCiphers.cipher("AES/CTR/NoPadding");
  private final byte[] store = new byte[SIZE];
  private int used = SIZE;

  public RandomPool() {
    this(new SecureRandom());
  }

  RandomPool(SecureRandom random) {
    byte[] seed = new byte[2 * BLOCK];
    random.nextBytes(seed);
    JdkCiphers.init(
        stream,
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(seed, 0, BLOCK, "AES"),
        new IvParameterSpec(seed, BLOCK, BLOCK));
    Arrays.fill(seed, (byte) 0);
  }

  public void fill(byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == SIZE) {
        refill();
      }
      int count = Math.min(SIZE - used, length - done);
      System.arraycopy(store, used, target, offset + done, count);
      Arrays.fill(store, used, used + count, (byte) 0);
      used += count;
      done += count;
    }
  }

  /** The store was wiped to zeros, so what they are encrypted to is the stream itself. */
  private void refill() {
    try {
      var _ = stream.update(store, 0, SIZE, store, 0);
    } catch (ShortBufferException e) {
      throw JdkCiphers.broken(stream, e);
    }
    used = 0;
  }
}
