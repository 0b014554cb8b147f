package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private static String quoted(String text) {
    return Json.of(text).strip();
  }

  @Test
  void escapesWhatStringsMayNotHold() {
    assertEquals("\"a\\\"b\\\\c\\u000ad\\u0000\\u001be\"", quoted("a\"b\\c\nd\0\033e"));
  }

  @ParameterizedTest
  @CsvSource({"\uD83D, \\ud83d", "\uDD11, \\udd11"})
  void halfACharacterIsEscaped(String half, String expected) {
    assertEquals('"' + expected + '"', quoted(half));
    assertEquals("\"a" + expected + "b\"", quoted("a" + half + "b"));
  }

  @Test
  void wholeCharactersAreThemselves() {
    assertEquals("\"é 鍵 🔑\"", quoted("é 鍵 🔑"));
    // The wrong way round they are two halves.
    assertEquals("\"\\udd11\\ud83d\"", quoted("\uDD11\uD83D"));
  }

  @Test
  void indentsByDepth() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("n", 1);
    map.put("yes", true);
    map.put("list", List.of("a", Map.of("b", List.of())));
    map.put("none", Map.of());
    assertEquals(
        """
        {
          "n": 1,
          "yes": true,
          "list": [
            "a",
            {
              "b": []
            }
          ],
          "none": {}
        }
        """,
        Json.of(map));
  }

  @Test
  void keysAreQuotedToo() {
    assertEquals("{\n  \"a\\\"b\": 1\n}\n", Json.of(Map.of("a\"b", 1)));
  }
}
