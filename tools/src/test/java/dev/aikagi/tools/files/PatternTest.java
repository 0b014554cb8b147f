package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
  @ParameterizedTest
  @CsvSource({
    "*, abc, true",
    "*, .abc, false",
    ".*, .abc, true",
    "a*c, abbc, true",
    "a*c, abbd, false",
    "a*b*c, aXbXbXc, true",
    "?, a, true",
    "?, ab, false",
    "[ab], b, true",
    "[!ab], b, false",
    "[^ab], c, true",
    "[a-c]x, bx, true",
    "[a-c]x, dx, false",
    "[]a], ], true",
    "[a-], -, true",
    "[[:digit:]], 5, true",
    "[[:digit:]], a, false",
    "[![:alpha:]x], 1, true",
    "a[b, a[b, true",
    "\\*, *, true",
    "\\*, a, false",
    "a\\?b, a?b, true",
    "[\\]], ], true",
    "*.txt, a.txt, true",
    "**, a, true",
    "a*, a, true",
  })
  void matchesAsGlob(String pattern, String name, boolean fits) {
    assertEquals(fits, new Pattern(pattern).matches(name));
  }

  @Test
  void knowsWhatIsOne() {
    assertTrue(Pattern.isOne("a*"));
    assertTrue(Pattern.isOne("[a]"));
    assertFalse(Pattern.isOne("a[b"));
    assertFalse(Pattern.isOne("a\\*b\\[c]"));
  }

  /** What a recursive matcher needs longer for than anybody waits. */
  @Test
  void manyStarsAreNoMoreWorkThanTheLengths() {
    assertFalse(new Pattern("*a".repeat(2000) + "b").matches("a".repeat(8000)));
  }
}
