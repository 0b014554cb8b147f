package dev.aikagi.kex;

import dev.aikagi.MalformedException;
import dev.aikagi.crypto.DhGroup;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The groups that a server offers in diffie-hellman-group-exchange. Immutable. */
public final class Moduli {
  /** The groups of RFC 3526: safe primes that everybody knows and nobody could choose badly. */
  public static final Moduli BUILT_IN = new Moduli(List.of());

  /** moduli(5): type 2 is a safe prime, p = 2q + 1. */
  private static final int SAFE_PRIME = 2;

  /** moduli(5): this bit of the tests says "composite". */
  private static final int COMPOSITE = 1;

  private final List<DhGroup> groups;

  private Moduli(List<DhGroup> groups) {
    this.groups = List.copyOf(groups);
  }

  /**
   * The usable lines of a moduli(5) file. A line that is none of moduli(5) is an error; lines about
   * numbers that are not proven safe primes, or of a size that is not offered, are passed over.
   */
  public static Moduli parse(String text) throws MalformedException {
    List<DhGroup> groups = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String trimmed = line.strip();
      if (!trimmed.isEmpty() && trimmed.charAt(0) != '#') {
        read(trimmed, number).ifPresent(groups::add);
      }
    }
    return new Moduli(groups);
  }

  private static Optional<DhGroup> read(String line, int number) throws MalformedException {
    String[] fields = line.split("[ \t]+", -1);
    if (fields.length != 7) {
      throw new MalformedException("moduli line " + number + ": 7 fields wanted");
    }
    try {
      int type = Integer.parseInt(fields[1]);
      int tests = Integer.parseInt(fields[2]);
      BigInteger g = new BigInteger(fields[5], 16);
      DhGroup group = DhGroup.local(new BigInteger(fields[6], 16), g);
      boolean usable =
          type == SAFE_PRIME
              && tests != 0
              && (tests & COMPOSITE) == 0
              && group.bits() >= DhGroup.MIN_BITS
              && group.bits() <= DhGroup.MAX_BITS;
      return usable ? Optional.of(group) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new MalformedException("moduli line " + number + ": not a group", e);
    }
  }

  /** How many groups the file had that can be used; 0 for the built-in set. */
  public int size() {
    return groups.size();
  }

  /** The smallest size that is at least the preferred one, else the largest; one at random. */
  Optional<DhGroup> choose(int min, int preferred, int max) {
    // A file without a group of that size must not keep anybody out.
    return choose(groups, min, preferred, max).or(() -> choose(DhGroup.SAFE, min, preferred, max));
  }

  private static Optional<DhGroup> choose(List<DhGroup> from, int min, int preferred, int max) {
    int best = 0;
    for (DhGroup group : from) {
      best = better(best, group.bits(), min, preferred, max);
    }
    List<DhGroup> candidates = new ArrayList<>();
    for (DhGroup group : from) {
      if (group.bits() == best) {
        candidates.add(group);
      }
    }
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(new SecureRandom().nextInt(candidates.size())));
  }

  private static int better(int best, int bits, int min, int preferred, int max) {
    if (bits < min || bits > max) {
      return best;
    }
    if (bits >= preferred) {
      return best < preferred ? bits : Math.min(best, bits);
    }
    return best >= preferred ? best : Math.max(best, bits);
  }
}
