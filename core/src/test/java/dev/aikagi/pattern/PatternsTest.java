package dev.aikagi.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.pattern.AddressPatterns.Result;
import dev.aikagi.pattern.Patterns.Match;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', *, true",
    "'', ?, false",
    "abc, abc, true",
    "abc, ab, false",
    "abc, a*c, true",
    "abc, a*d, false",
    "abc, ???, true",
    "abc, ??, false",
    "abc, *, true",
    "abc, **c, true",
    "abcabc, *abc, true",
    "abcabd, *abc, false",
    "a*b, a*b, true",
    "aXbXc, a*b*c, true",
    "mississippi, *iss*ip*, true",
    "mississippi, *iss*ip?, false"
  })
  void wildcards(String text, String pattern, boolean matches) {
    assertEquals(matches, Patterns.matches(text, pattern));
  }

  /** Patterns that make a backtracking matcher run for years. */
  @Test
  @Tag("H6")
  void noPatternTakesLong() {
    String text = "a".repeat(4000);
    String pattern = "a*".repeat(500) + "b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertFalse(Patterns.matches(text, pattern)));
  }

  @Test
  void listsWithNegation() {
    assertEquals(Match.YES, Patterns.matchList("a.example", "*.org,*.example"));
    assertEquals(Match.NO, Patterns.matchList("a.example", "!b.example"));
    assertEquals(Match.NEGATED, Patterns.matchList("a.example", "*.example,!a.*"));
    assertEquals(Match.NEGATED, Patterns.matchList("a.example", "!a.*,*.example"));
    assertEquals(Match.YES, Patterns.matchHostList("A.Example", "*.eXample"));
    // ASCII alone, as tolower(3) has it; and one list of bytes is not another one.
    assertEquals(Match.NO, Patterns.matchHostList("\u00dc", "\u00fc"));
  }

  @Test
  @Tag("H3")
  void anElementThatIsTooLongMakesTheListMatchNothing() {
    assertEquals(Match.YES, Patterns.matchList("x", "x," + "y".repeat(1022)));
    assertEquals(Match.NO, Patterns.matchList("x", "x," + "y".repeat(1023)));
    assertEquals(Match.NO, Patterns.matchList("x", "y".repeat(1023) + ",x"));
  }

  @Test
  void theEmptyText() {
    assertEquals(Match.YES, Patterns.matchList("", ",a"));
    assertEquals(Match.YES, Patterns.matchList("", "a,,b"));
    assertEquals(Match.NO, Patterns.matchList("", "a,"));
    assertEquals(Match.NO, Patterns.matchList("", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "host; 10.1.2.3; 10.0.0.0/8; MATCH",
        "host; 11.1.2.3; 10.0.0.0/8; NO_MATCH",
        "host; 10.1.2.3; 10.1.2.3; MATCH",
        "host; 10.1.2.3; 10.1.2.*; MATCH",
        "host; 10.1.2.3; 10.0.0.0/8,!10.1.2.3; NO_MATCH",
        "host; 10.1.2.3; !10.1.2.3,10.0.0.0/8; NO_MATCH",
        "host; 10.1.2.3; host; MATCH",
        "HOST.x; 10.1.2.3; host.*; MATCH",
        "host; 10.1.2.3; !host,10.0.0.0/8; NO_MATCH",
        "host; 10.1.2.3; 10.0.0.1/8; INVALID",
        "host; 10.1.2.3; host,; INVALID",
        "host; 10.1.2.3; 10.0.0.0/33; INVALID",
        "host; 10.1.2.3; 10.0.0.0/129; NO_MATCH",
        "host; 127.0.0.1; 127.1; MATCH",
        "host; 127.0.0.1; 0x7f.1; MATCH",
        "host; 127.0.0.1; 0177.0.0.1; MATCH",
        "host; 2001:db8::7; 2001:db8::/32; MATCH",
        "host; 2001:db9::7; 2001:db8::/32; NO_MATCH",
        "host; 2001:db8::7; 2001:0DB8:0::7; MATCH",
        "host; ::1; 0.0.0.0/0; NO_MATCH",
        "host; 10.1.2.3; ::ffff:10.1.2.3; NO_MATCH",
        "host; ::ffff:10.1.2.3; 10.1.2.3; NO_MATCH",
        "host; 1.2.3.4; ::/0; NO_MATCH",
        "host; 1.2.3.4; 0.0.0.0/0; MATCH",
        "host; fe80::1%eth0; fe80::/10; NO_MATCH",
        "host; UNKNOWN; 10.0.0.0/8; NO_MATCH",
        "host; UNKNOWN; *; MATCH"
      })
  void addresses(String host, String address, String patterns, Result result) {
    assertEquals(result, AddressPatterns.matchHostAndAddress(host, address, patterns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.2.3.4; 1.2.3.*; MATCH",
        "1.2.3.4; !1.2.3.4,*; NO_MATCH",
        "1.2.3.4; 16909060; MATCH",
        "127.1; 127.0.0.1; MATCH",
        "::ffff:1.2.3.4; 1.2.3.0/24; NO_MATCH",
        "::ffff:1.2.3.4; ::ffff:0.0.0.0/96; MATCH",
        "fe80::1; FE80::1; MATCH",
        "fe80::1; FE80::*; NO_MATCH",
        "fe80::1%lo; fe80::1%lo; MATCH",
        "fe80::1%lo; fe80::/10; NO_MATCH",
        "name; name; NO_MATCH",
        "1.2.3.4; host/24; NO_MATCH",
        "192.0.2.7; 192.0.2.0/024; MATCH",
        "192.0.2.7; 192.0.2.0/+24; NO_MATCH",
        "1.2.3.4; 1.2.3.4,1.2.3.5/24; INVALID",
        "1.2.3.4; ',1.2.3.4'; INVALID",
        "1.2.3.4; !; INVALID"
      })
  void addressesAlone(String address, String patterns, Result result) {
    assertEquals(result, AddressPatterns.matchAddress(address, patterns));
    if (result == Result.INVALID) {
      assertFalse(AddressPatterns.valid(patterns));
    } else {
      assertTrue(AddressPatterns.valid(patterns));
    }
  }

  @Test
  @Tag("H3")
  void networksOnly() {
    assertEquals(Result.MATCH, AddressPatterns.matchNetworks("10.1.2.3", "::1,10.0.0.0/8"));
    assertEquals(Result.NO_MATCH, AddressPatterns.matchNetworks("11.1.2.3", "10.0.0.0/8"));
    assertEquals(Result.INVALID, AddressPatterns.matchNetworks("10.1.2.3", "10.0.0.0/8,*"));
    assertEquals(Result.INVALID, AddressPatterns.matchNetworks("10.1.2.3", "!10.0.0.0/8"));
    assertEquals(Result.INVALID, AddressPatterns.matchNetworks("10.1.2.3", ""));
    for (String bad : List.of("0x7f.1", "fe80::1%lo", "10.0.0.0/8,", "10.0.0.1/8", "g.1")) {
      assertEquals(Result.INVALID, AddressPatterns.matchNetworks("127.0.0.1", bad), bad);
      assertFalse(AddressPatterns.validNetworks(bad), bad);
    }
    assertTrue(AddressPatterns.validNetworks("127.1,FE80::/10,2130706433"));
  }

  @Test
  void listsCanBeChecked() {
    assertTrue(AddressPatterns.valid("10.0.0.0/8,*.example,!1.2.3.4"));
    assertFalse(AddressPatterns.valid("10.0.0.1/8"));
    assertFalse(AddressPatterns.valid("a,,b"));
  }
}
