package dev.aikagi.kex;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** The test of Miller and Rabin, for safe primes. */
final class SafePrimes {
  private final RandomGenerator random;

  /**
   * @param random one that cannot be guessed: who knows the bases can make a composite number that
   *     passes, and candidates come from anywhere (Albrecht et al., Prime and Prejudice, 2018)
   */
  SafePrimes(RandomGenerator random) {
    this.random = random;
  }

  /** Whether p and (p-1)/2 are primes, for all that so many rounds for each say. */
  boolean isSafe(BigInteger p, int rounds) {
    BigInteger q = p.shiftRight(1);
    // Most candidates fail in the first round of one of the two.
    return p.testBit(0)
        && q.testBit(0)
        && passes(q, 1)
        && passes(p, 1)
        && passes(p, rounds)
        && passes(q, rounds);
  }

  private boolean passes(BigInteger n, int rounds) {
    for (int i = 0; i < rounds; i++) {
      if (!passes(n)) {
        return false;
      }
    }
    return true;
  }

  /** One round with a base from 2 to n-2. */
  private boolean passes(BigInteger n) {
    BigInteger last = n.subtract(BigInteger.ONE);
    int twos = last.getLowestSetBit();
    BigInteger x = base(n, last).modPow(last.shiftRight(twos), n);
    if (x.equals(BigInteger.ONE) || x.equals(last)) {
      return true;
    }
    for (int i = 1; i < twos; i++) {
      x = x.multiply(x).mod(n);
      if (x.equals(last)) {
        return true;
      }
    }
    return false;
  }

  private BigInteger base(BigInteger n, BigInteger last) {
    byte[] bytes = new byte[n.bitLength() / 8 + 8];
    while (true) {
      random.nextBytes(bytes);
      BigInteger base = new BigInteger(1, bytes).mod(last);
      if (base.compareTo(BigInteger.ONE) > 0) {
        return base;
      }
    }
  }
}
