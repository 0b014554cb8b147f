package dev.aikagi.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Random bytes for padding and cookies out of a small store, so that not each packet costs a call
 * into the operating system. What was given out is wiped from the store. Not thread-safe.
 */
public final class RandomPool {
  /** Of the order of a hundred packets' padding. */
  private static final int SIZE = 1024;

  private final SecureRandom random;
  private final byte[] store = new byte[SIZE];
  private int used = SIZE;

  public RandomPool() {
    this(new SecureRandom());
  }

  RandomPool(SecureRandom random) {
    this.random = random;
  }

  public void fill(byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == SIZE) {
        random.nextBytes(store);
        used = 0;
      }
      int count = Math.min(SIZE - used, length - done);
      System.arraycopy(store, used, target, offset + done, count);
      Arrays.fill(store, used, used + count, (byte) 0);
      used += count;
      done += count;
    }
  }
}
