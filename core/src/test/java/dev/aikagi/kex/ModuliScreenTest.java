package dev.aikagi.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.crypto.DhGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuliScreenTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:10:46Z");

  private static final List<String> CANDIDATES = ModuliSamples.CANDIDATES;

  private final List<String> found = new ArrayList<>();
  private final List<Long> done = new ArrayList<>();

  private ModuliScreen screen(ModuliScreen.Options options, Instant... times) throws IOException {
    return screen(String.join("\n", CANDIDATES), options, times);
  }

  private ModuliScreen screen(String text, ModuliScreen.Options options, Instant... times)
      throws IOException {
    Iterator<Instant> hours = List.of(times).iterator();
    ModuliScreen screen = new ModuliScreen(options, () -> hours.hasNext() ? hours.next() : NOW);
    screen.run(
        new BufferedReader(new StringReader(text)),
        new ModuliScreen.Results() {
          @Override
          public void found(String line) {
            found.add(line);
          }

          @Override
          public void done(long lines) {
            done.add(lines);
          }
        });
    return screen;
  }

  private static ModuliScreen.Options any() {
    return new ModuliScreen.Options(4, 0, 0, 0);
  }

  @Test
  void findsTheSafePrimes() throws IOException {
    ModuliScreen screen = screen(any());
    assertEquals(2, screen.found());
    assertEquals(3, screen.tested());
    assertTrue(found.getLast().contains(" 1023 2 "), found::getLast);
    String[] fields = found.getFirst().split(" ", -1);
    assertEquals("20261127171046 2 6 4 1023 5", prefix(fields));
    BigInteger q = new BigInteger(CANDIDATES.getFirst().split(" ", -1)[6], 16);
    assertEquals(q.shiftLeft(1).setBit(0), new BigInteger(fields[6], 16));
    assertEquals(List.of(1L, 3L), done);
  }

  private static String prefix(String[] fields) {
    return String.join(" ", List.of(fields).subList(0, 6));
  }

  @Test
  void aPartOfTheLinesIsAPart() throws IOException {
    ModuliScreen screen = screen(new ModuliScreen.Options(4, 0, 1, 2));
    assertEquals(1, screen.found());
    assertEquals(2, screen.tested());
    assertEquals(List.of(3L), done);
    assertEquals(0, screen(new ModuliScreen.Options(4, 0, 1, 1)).found());
    assertEquals(0, screen(new ModuliScreen.Options(4, 0, 9, 0)).tested());
  }

  @Test
  void onlyTheWantedGenerator() throws IOException {
    assertEquals(0, screen(new ModuliScreen.Options(4, 3, 0, 0)).tested());
  }

  @Test
  void whatIsDoneIsToldAfterFiveMinutes() throws IOException {
    // Of the start, and after each line.
    screen(new ModuliScreen.Options(4, 0, 1, 1), NOW, NOW.plusSeconds(301));
    assertEquals(List.of(2L), done);
  }

  @Test
  void tooFewTrialsAreNone() {
    assertThrows(IllegalArgumentException.class, () -> new ModuliScreen.Options(3, 0, 0, 0));
  }

  @Test
  void theKnownGroupsPass() throws IOException {
    for (DhGroup group : List.of(DhGroup.GROUP14, DhGroup.GROUP15)) {
      screen(line(group.p(), 2, 6, group.bits() - 1), any());
      assertTrue(found.removeFirst().contains(" 2 6 104 " + (group.bits() - 1) + " 2 F"));
    }
  }

  private static String line(BigInteger p, int type, int tests, int size) {
    return "20220714110357 " + type + " " + tests + " 100 " + size + " 2 " + p.toString(16);
  }

  @Test
  void aCompositeNumberDoesNotPass() throws IOException {
    BigInteger p = DhGroup.GROUP14.p();
    assertEquals(0, screen(line(p.flipBit(64), 2, 6, 2047), any()).found());
    // A prime alone is not enough.
    BigInteger prime = p.nextProbablePrime();
    while (!prime.testBit(1)) {
      prime = prime.nextProbablePrime();
    }
    ModuliScreen screen = screen(line(prime, 2, 6, 2047), any());
    assertEquals(1, screen.tested());
    assertEquals(0, screen.found());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# a comment", "! one more", "2022 2 6 100 2047 2", "2022 2 6 x 2047 2 F"})
  void whatIsNoLineIsPassedOver(String text) throws IOException {
    assertEquals(0, screen(text, any()).tested());
  }

  @Test
  void whatIsOtherwiseUnfitIsPassedOver() throws IOException {
    BigInteger p = DhGroup.GROUP14.p();
    for (String line :
        List.of(
            // Known as composite, another type, another size than it says.
            line(p, 2, 7, 2047), line(p, 3, 6, 2047), line(p, 2, 6, 2048))) {
      assertEquals(0, screen(line, any()).tested(), line);
    }
    assertEquals(0, screen(line(BigInteger.valueOf(23), 2, 6, 4), any()).tested());
  }

  /** One that generates nothing is as good as none: readers refuse it, and the file with it. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-5"})
  void aGeneratorThatIsNoneIsLookedFor(String generator) throws IOException {
    BigInteger q = new BigInteger(CANDIDATES.getFirst().split(" ", -1)[6], 16);
    String p = q.shiftLeft(1).setBit(0).toString(16);
    screen("20220101000000 2 6 100 1023 " + generator + " " + p, any());
    assertEquals("5", found.getFirst().split(" ", -1)[5]);
  }
}
