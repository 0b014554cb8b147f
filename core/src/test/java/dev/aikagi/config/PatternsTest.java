package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PatternsTest {
  @Test
  void starsAndQuestionMarks() {
    assertTrue(Patterns.matches("foo.example.com", "*.example.com"));
    assertTrue(Patterns.matches("abc", "a?c"));
    assertTrue(Patterns.matches("", "*"));
    assertFalse(Patterns.matches("abc", "ab"));
    assertFalse(Patterns.matches("", "?"));
    assertTrue(Patterns.matches("aXbXc", "a*X*c"));
  }

  @Test
  void aNegatedElementOutweighsTheOthers() {
    assertEquals(Patterns.Verdict.NEGATED, Patterns.list("foo", "*,!foo"));
    assertEquals(Patterns.Verdict.MATCH, Patterns.list("bar", "!foo,*"));
    assertEquals(Patterns.Verdict.NO_MATCH, Patterns.list("bar", "!foo"));
  }

  @Test
  @Tag("H6")
  void aPatternFullOfStarsIsNoBomb() {
    String text = "a".repeat(20_000);
    String pattern = "*a".repeat(50) + "*b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertFalse(Patterns.matches(text, pattern)));
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertFalse(Globs.matches(text, pattern)));
  }

  @Test
  void addressesMatchBlocks() {
    assertTrue(AddressPatterns.matches("192.0.2.7", "192.0.2.0/24"));
    assertFalse(AddressPatterns.matches("192.0.3.7", "192.0.2.0/24"));
    assertTrue(AddressPatterns.matches("2001:db8::7", "2001:db8::/32"));
    assertFalse(AddressPatterns.matches("192.0.2.7", "!192.0.2.7,192.0.2.0/24"));
    assertTrue(AddressPatterns.matches("192.0.2.7", "192.0.2.*"));
    assertFalse(AddressPatterns.isValid("192.0.2.1/24"));
    assertFalse(AddressPatterns.isValid("192.0.2.0/33"));
    assertFalse(AddressPatterns.isValid("host/24"));
    assertTrue(AddressPatterns.isValid("0.0.0.0/0,::/0,192.0.2.*"));
  }

  @Test
  void globsHaveClasses() {
    assertTrue(Globs.matches("10-a.conf", "[0-9]*-?.conf"));
    assertFalse(Globs.matches("x.conf", "[!x].conf"));
    assertTrue(Globs.matches("a*b", "a\\*b"));
    assertFalse(Globs.matches("axb", "a\\*b"));
  }
}
