package dev.aikagi.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "web, web, 0",
    "'', web, 3",
    "web, wbe, 1",
    "web, we, 1",
    "web, webb, 1",
    "web, wib, 1",
    "ca, abc, 3",
    "PermitRootLogon, PermitRootLogin, 1",
    "kitten, sitting, 3"
  })
  void countsWhatIsWrong(String a, String b, int expected) {
    assertEquals(expected, Nearest.distance(a, b));
    assertEquals(expected, Nearest.distance(b, a));
  }

  @Test
  void findsTheOneWithTheFewestFaults() {
    assertEquals(
        Optional.of("staging"), Nearest.to("stagign", List.of("string", "staging", "stage")));
  }

  @Test
  void doesNotMindTheCase() {
    assertEquals(
        Optional.of("IdentityFile"), Nearest.to("identityfil", List.of("Include", "IdentityFile")));
  }

  @Test
  void anotherNameIsNoMisspeltOne() {
    assertEquals(Optional.empty(), Nearest.to("db01", List.of("web1", "mail")));
    assertEquals(Optional.empty(), Nearest.to("db", List.of("ns", "web")));
    assertEquals(Optional.empty(), Nearest.to("staging", List.of()));
  }

  @Test
  void aNameThatIsTooLongIsNoName() {
    String name = "a".repeat(200);
    assertEquals(Optional.empty(), Nearest.to(name, List.of(name + "b")));
  }
}
