package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void quotesGroupAndBackslashesEscape() {
    assertEquals(List.of("a b", "c"), Arguments.split("\"a b\" c"));
    assertEquals(List.of("a b", "c\"d"), Arguments.split("a\\ b 'c\"d'"));
    assertEquals(List.of("a\\b", "it's", "x\\ y"), Arguments.split("a\\b it\\'s 'x\\ y'"));
    assertEquals(List.of("", "b"), Arguments.split("'' b"));
  }

  @Test
  void aCommentStartsAtAWord() {
    assertEquals(List.of("a", "b#c"), Arguments.split("a b#c # d e"));
    assertEquals(List.of("#a"), Arguments.split("\"#a\""));
  }

  @Test
  void anOpenQuoteIsAFault() {
    assertNull(Arguments.split("a \"b"));
    assertNull(Arguments.split("'"));
  }

  @Test
  void aLineIsAKeywordAndTheRest() {
    assertEquals(new Line("Port", "22"), Line.split("  Port = 22  \r"));
    assertEquals(new Line("Port", "=22"), Line.split("Port==22"));
    assertEquals(new Line("Port", "22"), Line.split("\"Port\" 22\f"));
    assertEquals(new Line("Port", ""), Line.split("Port"));
    assertNull(Line.split("   # Port 22"));
    assertNull(Line.split(" \t "));
  }
}
