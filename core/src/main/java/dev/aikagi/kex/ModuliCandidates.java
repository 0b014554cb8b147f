package dev.aikagi.kex;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks for numbers that may be the q of a safe prime p = 2q + 1: the first, quick half of making a
 * moduli(5) file. {@link ModuliScreen} is the second.
 */
public final class ModuliCandidates {
  /** Of p. */
  public static final int MIN_BITS = 512;

  /** Of p; testing one of this size takes minutes. */
  public static final int MAX_BITS = 65536;

  private static final int BASE_BITS = 1024;

  /** Indices of the sieve are int, and there are two numbers to each. */
  private static final long MAX_SPAN = 1L << 31;

  private final int bits;
  private final BigInteger base;
  private final long span;
  private final int smallPrimes;
  private long primes;

  private ModuliCandidates(int bits, BigInteger base, long span, int smallPrimes) {
    this.bits = bits;
    this.base = base.setBit(0);
    // Past the end of the numbers of this size, 2q + 1 has a bit more.
    BigInteger rest = BigInteger.ONE.shiftLeft(bits - 1).subtract(base);
    this.span = rest.min(BigInteger.valueOf(span)).longValue();
    this.smallPrimes = smallPrimes;
  }

  /**
   * A search in the usual range, which grows with the size as safe primes get rarer.
   *
   * @param bits of p
   * @param start the first q; a random one where it is empty
   * @param memory bytes for the sieve, or 0 for as many as the usual range needs
   * @throws IllegalArgumentException for a size outside the limits or a start of another size
   */
  public static ModuliCandidates of(int bits, Optional<BigInteger> start, long memory) {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException("a size of " + bits + " bits");
    }
    long usual = 16L * bits * bits;
    long span = Math.min(MAX_SPAN, memory == 0 ? usual : 16 * memory);
    BigInteger base = start.orElseGet(() -> random(bits - 1));
    if (base.bitLength() != bits - 1) {
      throw new IllegalArgumentException("a start of " + base.bitLength() + " bits");
    }
    return new ModuliCandidates(bits, base, span, limit(bits));
  }

  /** For tests. */
  static ModuliCandidates of(int bits, BigInteger start, long span, int smallPrimes) {
    return new ModuliCandidates(bits, start, span, smallPrimes);
  }

  private static BigInteger random(int bits) {
    return new BigInteger(bits, new SecureRandom()).setBit(bits - 1);
  }

  /**
   * Where one more small prime costs as much as the tests that it saves. It costs a division of all
   * words, and strikes 2/prime of what is left; a test costs the third power of the size, and what
   * is left grows with the second.
   */
  private static int limit(int bits) {
    double size = bits / (double) BASE_BITS;
    return (int) Math.min(Integer.MAX_VALUE, (1 << 27) * size * size * size * size);
  }

  /** How many numbers are looked at, even ones too. */
  public long span() {
    return span;
  }

  /** How many small primes the last search sieved with. */
  public long primes() {
    return primes;
  }

  /** The slow part; nothing is given before it is done. */
  public Found sieve(InstantSource clock) {
    SophieGermainSieve sieve = new SophieGermainSieve(base, (int) (span / 2));
    primes = SmallPrimes.below(smallPrimes, sieve::strike);
    return lines -> sieve.forEach(q -> lines.accept(line(q, clock)));
  }

  private String line(BigInteger q, InstantSource clock) {
    return new ModuliLine(
            ModuliLine.time(clock.instant()),
            ModuliLine.SOPHIE_GERMAIN,
            ModuliLine.SIEVED,
            primes,
            bits - 2,
            0,
            q)
        .toString();
  }

  /** What a search left over. */
  public interface Found {
    /** Gives the lines of a file of candidates, and returns how many there were. */
    long lines(Consumer<String> line);
  }
}
