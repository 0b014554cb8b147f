package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GlobsTest {
  @Test
  @Tag("H6")
  void aPatternFullOfStarsIsNoBomb() {
    String text = "a".repeat(20_000);
    String pattern = "*a".repeat(50) + "*b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertFalse(Globs.matches(text, pattern)));
  }

  @Test
  void globsHaveClasses() {
    assertTrue(Globs.matches("10-a.conf", "[0-9]*-?.conf"));
    assertFalse(Globs.matches("x.conf", "[!x].conf"));
    assertTrue(Globs.matches("a*b", "a\\*b"));
    assertFalse(Globs.matches("axb", "a\\*b"));
  }
}
