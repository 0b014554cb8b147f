package dev.aikagi.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.MalformedException;
import dev.aikagi.crypto.DhGroup;
import org.junit.jupiter.api.Test;

class ModuliTest {
  private static String line(DhGroup group, int type, int tests) {
    return "20220714110357 "
        + type
        + " "
        + tests
        + " 100 "
        + (group.bits() - 1)
        + " 2 "
        + group.p().toString(16).toUpperCase(java.util.Locale.ROOT);
  }

  @Test
  void usableLinesAreTaken() throws MalformedException {
    Moduli m =
        Moduli.parse(
            "# Time Type Tests Tries Size Generator Modulus\n\n"
                + line(DhGroup.GROUP15, 2, 6)
                + "\n"
                + line(DhGroup.GROUP16, 2, 7)
                + "\n"
                + line(DhGroup.GROUP16, 4, 6)
                + "\n"
                + line(DhGroup.GROUP16, 2, 0)
                + "\n"
                + line(DhGroup.GROUP1, 2, 6)
                + "\n");
    assertEquals(1, m.size());
    assertEquals(3072, m.choose(2048, 4096, 8192).orElseThrow().bits());
    // None of that size in the file: the built-in groups step in.
    assertEquals(4096, m.choose(4096, 4096, 8192).orElseThrow().bits());
  }

  @Test
  void linesThatAreNoneAreRefused() {
    assertThrows(MalformedException.class, () -> Moduli.parse("1 2 3"));
    assertThrows(MalformedException.class, () -> Moduli.parse("t 2 6 100 2047 2 xyz"));
    assertThrows(MalformedException.class, () -> Moduli.parse("t 2 6 100 2047 2 4"));
  }

  @Test
  void theSmallestThatIsLargeEnoughElseTheLargest() {
    assertEquals(2048, Moduli.BUILT_IN.choose(2048, 2048, 8192).orElseThrow().bits());
    assertEquals(3072, Moduli.BUILT_IN.choose(2048, 2049, 8192).orElseThrow().bits());
    assertEquals(8192, Moduli.BUILT_IN.choose(2048, 8192, 8192).orElseThrow().bits());
    assertEquals(3072, Moduli.BUILT_IN.choose(2048, 8192, 4000).orElseThrow().bits());
    assertTrue(Moduli.BUILT_IN.choose(2049, 2049, 3000).isEmpty());
  }
}
