package dev.aikagi.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuliCandidatesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:10:46Z");
  private static final BigInteger START = BigInteger.ONE.shiftLeft(510).add(BigInteger.TWO);

  private static List<String> lines(ModuliCandidates search) {
    List<String> out = new ArrayList<>();
    assertEquals(search.sieve(() -> NOW).lines(out::add), out.size());
    return out;
  }

  @Test
  void smallPrimesAreAllThere() {
    List<Integer> primes = new ArrayList<>();
    assertEquals(78497, SmallPrimes.below(1_000_000, primes::add));
    assertEquals(List.of(3, 5, 7, 11, 13), primes.subList(0, 5));
    assertEquals(999_983, primes.getLast());
    assertEquals(0, SmallPrimes.below(3, primes::add));
  }

  @Test
  void exactlyWhatNoSmallPrimeDividesIsLeft() {
    List<String> lines = lines(ModuliCandidates.of(512, START, 20_000, 1000));
    List<BigInteger> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i += 2) {
      BigInteger q = START.setBit(0).add(BigInteger.valueOf(i));
      if (undivided(q) && undivided(q.shiftLeft(1).setBit(0))) {
        expected.add(q);
      }
    }
    assertTrue(expected.size() > 50);
    assertEquals(
        expected, lines.stream().map(l -> new BigInteger(l.split(" ", -1)[6], 16)).toList());
    assertTrue(lines.getFirst().startsWith("20261127171046 4 2 167 510 0 4000"));
  }

  private static boolean undivided(BigInteger n) {
    for (int p = 3; p < 1000; p += 2) {
      if (n.mod(BigInteger.valueOf(p)).signum() == 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aRangeEndsWhereNumbersGetLonger() {
    BigInteger start = BigInteger.ONE.shiftLeft(511).subtract(BigInteger.valueOf(1001));
    assertEquals(1001, ModuliCandidates.of(512, start, 100_000, 100).span());
    for (String line : lines(ModuliCandidates.of(512, start, 100_000, 100))) {
      assertEquals(511, new BigInteger(line.split(" ", -1)[6], 16).bitLength());
    }
  }

  @Test
  void aRangeGrowsWithTheSize() {
    assertEquals(1 << 24, ModuliCandidates.of(1024, Optional.empty(), 0).span());
    assertEquals(1 << 27, ModuliCandidates.of(1024, Optional.empty(), 8 << 20).span());
    assertEquals(1L << 31, ModuliCandidates.of(65536, Optional.empty(), 0).span());
  }

  @Test
  void otherSizesAreRefused() {
    for (int bits : new int[] {511, 65537}) {
      assertThrows(
          IllegalArgumentException.class, () -> ModuliCandidates.of(bits, Optional.empty(), 0));
    }
    assertThrows(
        IllegalArgumentException.class, () -> ModuliCandidates.of(513, Optional.of(START), 0));
  }
}
