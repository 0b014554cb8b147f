package dev.aikagi.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void leavesWordsAloneThatAreWhole() {
    assertEquals(List.of("ssh", "合鍵", ""), Arguments.of(new String[] {"ssh", "合鍵", ""}));
  }

  @Test
  void takesTheLastWordsOfTheLine() {
    byte[] line = "java\0-Xmx1g\0ssh\0合鍵\0\0".getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("ssh", "合鍵", ""), Arguments.last(3, line));
    assertEquals(List.of(""), Arguments.last(1, line));
  }
}
