package dev.aikagi.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.doctor.DoctorLine.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorLineTest {
  private static DoctorLine parse(String words) throws Fatal {
    return DoctorLine.parse(List.of(words.split(" ", -1)));
  }

  @Test
  void whatIsNotItsOwnIsForSsh() throws Fatal {
    DoctorLine line = parse("--json -p 22 --lang=ja host --offline");
    assertEquals(List.of("-p", "22", "host"), line.words());
    assertEquals("ja", line.language().orElseThrow());
    assertTrue(line.json() && line.offline());
    assertEquals(Mode.CONNECTION, line.mode());
  }

  @Test
  void behindTwoHyphensNothingIsItsOwn() throws Fatal {
    assertEquals(List.of("--", "host", "--json"), parse("-- host --json").words());
  }

  @Test
  void theOtherQuestions() throws Fatal {
    assertEquals(Mode.SERVER, parse("--server --user x").mode());
    assertEquals(List.of("--user", "x"), parse("--server --user x").words());
    assertEquals(Mode.CONFIG, parse("--config /etc/ssh/sshd_config --fix").mode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--server --config",
        "--lang",
        "--lang fr host",
        "--lang=",
        "--server --offline --user x"
      })
  void whatMakesNoSenseIsRefused(String words) {
    assertThrows(Fatal.class, () -> parse(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "--type", "--type=both f", "-x f"})
  void configTakesOneFile(String words) {
    List<String> list = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
    assertThrows(Fatal.class, () -> ConfigWords.parse(list));
  }
}
