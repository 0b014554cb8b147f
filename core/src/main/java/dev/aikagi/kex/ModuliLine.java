package dev.aikagi.kex;

import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line of moduli(5), or of a file of candidates, which has the same fields.
 *
 * @param time when the tests were made, as 14 digits
 * @param tests a set of bits: what was tested
 * @param tries how many rounds, or with how many small primes
 * @param size the modulus's bits less one
 * @param generator 0 where none is known
 */
record ModuliLine(
    String time, int type, int tests, long tries, int size, int generator, BigInteger modulus) {
  /** p = 2q + 1 with q prime: what a group exchange wants. */
  static final int SAFE = 2;

  /** The q of such a p. */
  static final int SOPHIE_GERMAIN = 4;

  static final int COMPOSITE = 1;
  static final int SIEVED = 2;
  static final int MILLER_RABIN = 4;

  private static final int FIELDS = 7;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  /** More digits than a modulus of the largest size has are not even looked at. */
  private static final int MAX_DIGITS = ModuliCandidates.MAX_BITS / 4 + 16;

  static ModuliLine parse(String line) throws MalformedException {
    String[] fields = line.strip().split("[ \t]+", -1);
    if (fields.length != FIELDS) {
      throw new MalformedException(FIELDS + " fields wanted");
    }
    if (fields[6].length() > MAX_DIGITS) {
      throw new MalformedException("too large a modulus");
    }
    try {
      return new ModuliLine(
          fields[0],
          Integer.parseInt(fields[1]),
          Integer.parseInt(fields[2]),
          Long.parseLong(fields[3]),
          Integer.parseInt(fields[4]),
          Integer.parseInt(fields[5], 16),
          new BigInteger(fields[6], 16));
    } catch (NumberFormatException e) {
      throw new MalformedException("not a number where one is wanted", e);
    }
  }

  static String time(Instant now) {
    return TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
  }

  @Override
  public String toString() {
    return "%s %d %d %d %d %x %s"
        .formatted(
            time,
            type,
            tests,
            tries,
            size,
            generator,
            modulus.toString(16).toUpperCase(Locale.ROOT));
  }
}
