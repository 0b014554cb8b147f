package dev.aikagi.kex;

import dev.aikagi.MalformedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tests candidates for safe primes, and finds a generator for each: the second, slow half of making
 * a moduli(5) file.
 */
public final class ModuliScreen {
  /** With fewer rounds too many composite numbers pass. */
  public static final int MIN_TRIALS = 4;

  public static final int DEFAULT_TRIALS = 100;

  /** How much work may be lost. */
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final Options options;
  private final InstantSource clock;
  private final SafePrimes primes = new SafePrimes(new SecureRandom());
  private long line;
  private long found;
  private long tested;

  /**
   * What is screened, and how.
   *
   * @param trials rounds of the test for each of the two primes
   * @param generator the only one that is wanted, or 0 for any
   * @param startLine how many lines are passed over
   * @param lines how many are looked at, or 0 for all
   */
  public record Options(int trials, int generator, long startLine, long lines) {
    public Options {
      if (trials < MIN_TRIALS || startLine < 0 || lines < 0) {
        throw new IllegalArgumentException("fewer than " + MIN_TRIALS + " trials, or less than 0");
      }
    }
  }

  /** Where the results go. */
  public interface Results {
    /** A line for the file of moduli. When this returns, it must outlive the process. */
    void found(String line) throws IOException;

    /** So many lines of the input are done with; called after each find and every five minutes. */
    void done(long lines) throws IOException;
  }

  public ModuliScreen(Options options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
  }

  /** Lines that are no candidates are passed over. */
  public void run(BufferedReader in, Results results) throws IOException {
    Instant saved = clock.instant();
    for (String text; (text = in.readLine()) != null; ) {
      if (line >= options.startLine()) {
        if (options.lines() > 0 && line >= options.startLine() + options.lines()) {
          return;
        }
        Optional<ModuliLine> good = screen(text);
        if (good.isPresent()) {
          results.found(good.get().toString());
        }
        Instant now = clock.instant();
        if (good.isPresent() || now.isAfter(saved.plus(PERIOD))) {
          // The find first: an end between the two repeats a line, the reverse loses one.
          results.done(line + 1);
          saved = now;
        }
      }
      line++;
    }
  }

  private Optional<ModuliLine> screen(String text) {
    if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!') {
      return Optional.empty();
    }
    try {
      return screen(ModuliLine.parse(text));
    } catch (MalformedException e) {
      // As OpenSSH: a file that was cut in the middle of a line is worth its other lines.
      return Optional.empty();
    }
  }

  private Optional<ModuliLine> screen(ModuliLine in) {
    boolean isQ = in.type() == ModuliLine.SOPHIE_GERMAIN;
    if ((in.tests() & ModuliLine.COMPOSITE) != 0 || (!isQ && in.type() != ModuliLine.SAFE)) {
      return Optional.empty();
    }
    BigInteger p = isQ ? in.modulus().shiftLeft(1).setBit(0) : in.modulus();
    int size = isQ ? in.size() + 1 : in.size();
    if (p.bitLength() != size + 1 || p.bitLength() < ModuliCandidates.MIN_BITS) {
      return Optional.empty();
    }
    // 1 generates nothing; a line with it would make the whole file unreadable.
    int generator = !isQ && in.generator() > 1 ? in.generator() : generator(p);
    if (generator == 0 || (options.generator() != 0 && options.generator() != generator)) {
      return Optional.empty();
    }
    tested++;
    if (!primes.isSafe(p, options.trials())) {
      return Optional.empty();
    }
    found++;
    boolean again = (in.tests() & ModuliLine.MILLER_RABIN) != 0;
    return Optional.of(
        new ModuliLine(
            ModuliLine.time(clock.instant()),
            ModuliLine.SAFE,
            in.tests() | ModuliLine.MILLER_RABIN,
            again ? in.tries() + options.trials() : options.trials(),
            size,
            generator,
            p));
  }

  /** 2 or 5 where the remainder says that it is no square and so generates all; 0 otherwise. */
  private static int generator(BigInteger p) {
    if (p.mod(BigInteger.valueOf(24)).intValue() == 11) {
      return 2;
    }
    int last = p.mod(BigInteger.TEN).intValue();
    return last == 3 || last == 7 ? 5 : 0;
  }

  /** How many lines of the input were read. */
  public long line() {
    return line;
  }

  public long found() {
    return found;
  }

  /** How many had a generator, and so were tested. */
  public long tested() {
    return tested;
  }
}
