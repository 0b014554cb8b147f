package dev.aikagi.kex;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The odd primes below a limit, one piece after the other, so that they need little memory. */
final class SmallPrimes {
  /** Odd numbers in a piece: what a processor's nearest cache holds. */
  private static final int PIECE = 1 << 15;

  private SmallPrimes() {}

  /** Gives them in their order, from 3, and returns how many they were. */
  static long below(int limit, IntConsumer prime) {
    int[] first = firstOnes((int) Math.sqrt(limit) + 1);
    long[] next = new long[first.length];
    for (int i = 0; i < first.length; i++) {
      next[i] = ((long) first[i] * first[i] - 3) / 2;
    }
    boolean[] composite = new boolean[PIECE];
    long count = 0;
    // The number at index i is 2i + 3.
    for (long from = 0; 2 * from + 3 < limit; from += PIECE) {
      strike(composite, from, first, next);
      for (int i = 0; i < PIECE; i++) {
        long number = 2 * (from + i) + 3;
        if (number >= limit) {
          break;
        }
        if (!composite[i]) {
          prime.accept((int) number);
          count++;
        }
      }
    }
    return count;
  }

  private static void strike(boolean[] composite, long from, int[] primes, long[] next) {
    Arrays.fill(composite, false);
    for (int i = 0; i < primes.length; i++) {
      long at = next[i] - from;
      for (; at < PIECE; at += primes[i]) {
        composite[(int) at] = true;
      }
      next[i] = from + at;
    }
  }

  private static int[] firstOnes(int limit) {
    boolean[] composite = new boolean[limit + 1];
    int[] out = new int[limit / 2 + 1];
    int count = 0;
    for (int p = 3; p <= limit; p += 2) {
      if (!composite[p]) {
        out[count++] = p;
        for (long at = (long) p * p; at <= limit; at += p) {
          composite[(int) at] = true;
        }
      }
    }
    return Arrays.copyOf(out, count);
  }
}
