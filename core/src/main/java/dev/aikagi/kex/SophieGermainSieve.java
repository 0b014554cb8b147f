package dev.aikagi.kex;

import java.math.BigInteger;
import java.util.function.Consumer;

/**
 * Strikes out of a range all odd q where a small prime divides q or 2q + 1. The one thing that is
 * done for each small prime, the remainder of the range's beginning, is done on words: a division
 * of {@link BigInteger} would make an object for each of millions of primes.
 */
final class SophieGermainSieve {
  private final BigInteger base;
  private final int[] words;
  private final int length;
  private final long[] struck;

  /**
   * @param base odd, the first number
   * @param length how many odd numbers from there
   */
  SophieGermainSieve(BigInteger base, int length) {
    this.base = base;
    this.words = words(base);
    this.length = length;
    this.struck = new long[(length >>> 6) + 1];
  }

  private static int[] words(BigInteger number) {
    int[] out = new int[(number.bitLength() + 31) / 32];
    for (int i = 0; i < out.length; i++) {
      out[i] = number.shiftRight(32 * (out.length - 1 - i)).intValue();
    }
    return out;
  }

  /** An odd prime; what it strikes must be larger than it itself. */
  void strike(int prime) {
    long r = remainder(prime);
    // base + 2k is divisible where k = -r/2, and 2(base + 2k) + 1 where base + 2k = -1/2.
    strikeFrom(half(r == 0 ? 0 : prime - r, prime), prime);
    long wanted = (prime - 1) / 2 - r;
    strikeFrom(half(wanted < 0 ? wanted + prime : wanted, prime), prime);
  }

  /** The signed division does, since a remainder is below 2^31. */
  private long remainder(int prime) {
    long r = 0;
    for (int word : words) {
      r = ((r << 32) | (word & 0xffff_ffffL)) % prime;
    }
    return r;
  }

  private static long half(long value, int prime) {
    return (value & 1) == 0 ? value >> 1 : (value + prime) >> 1;
  }

  private void strikeFrom(long first, int prime) {
    for (long k = first; k < length; k += prime) {
      struck[(int) (k >>> 6)] |= 1L << k;
    }
  }

  /** Gives what was not struck, in order, and returns how many they were. */
  long forEach(Consumer<BigInteger> candidate) {
    long count = 0;
    for (int k = 0; k < length; k++) {
      if ((struck[k >>> 6] & 1L << k) == 0) {
        candidate.accept(base.add(BigInteger.valueOf(2L * k)));
        count++;
      }
    }
    return count;
  }
}
