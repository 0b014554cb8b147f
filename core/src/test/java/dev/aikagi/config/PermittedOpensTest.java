package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H3")
class PermittedOpensTest {
  private static PermittedOpens of(String... words) {
    return PermittedOpens.of(List.of(words));
  }

  @Test
  void withoutRulesEverythingIsPermitted() {
    assertTrue(of().permits("h", 1));
    assertTrue(of("any").permits("h", 1));
  }

  @Test
  void noneIsNothing() {
    assertFalse(of("none").permits("h", 1));
  }

  @Test
  void oneOfTheRulesHasToMatchInHostAndPort() {
    PermittedOpens some = of("db.example:5432", "[::1]:80", "*:22", "web/443", "all:*");
    assertTrue(some.permits("db.example", 5432));
    assertTrue(some.permits("DB.example", 5432));
    assertFalse(some.permits("db.example", 5433));
    assertFalse(some.permits("xdb.example", 5432));
    assertTrue(some.permits("::1", 80));
    assertFalse(some.permits("[::1]", 80));
    assertTrue(some.permits("whoever", 22));
    assertTrue(some.permits("web", 443));
    assertTrue(some.permits("all", 1));
    assertFalse(some.permits("al", 1));
  }

  @Test
  void aHostIsNoPattern() {
    assertFalse(of("127.*:22").permits("127.0.0.1", 22));
    assertFalse(of("*.example:22").permits("db.example", 22));
  }
}
