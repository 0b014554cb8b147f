package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.tools.files.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The results are those of OpenSSH's makeargv, for a pattern and for a name. */
class WordsTest {
  private static List<String> patterns(String line) throws Refusal {
    return Words.of(line).words();
  }

  private static List<String> names(String line) throws Refusal {
    return patterns(line).stream().map(Words::withoutEscapes).toList();
  }

  @Test
  void blanksSeparateWords() throws Refusal {
    assertEquals(List.of("get", "a", "b"), patterns("get  a\tb "));
    assertEquals(List.of(), patterns("   "));
    assertEquals(List.of("a", "", "b"), patterns("a '' b"));
  }

  @Test
  void quotesKeepBlanks() throws Refusal {
    assertEquals(List.of("a b", "c\"d", "e'f"), patterns("'a b' 'c\"d' \"e'f\""));
    assertEquals(List.of("a bc d"), patterns("a' b'\"c d\""));
    assertEquals(List.of("it's"), patterns("'it\\'s'"));
    assertEquals(List.of("a\\b"), patterns("'a\\b'"));
  }

  @Test
  void whatIsQuotedIsNoWildcard() throws Refusal {
    assertEquals(List.of("*", "\\*", "\\*", "a\\?b"), patterns("* '*' \\* \"a?b\""));
    assertEquals(List.of("*", "*", "*", "a?b"), names("* '*' \\* \"a?b\""));
    assertEquals(List.of("a\\\\\\*b"), patterns("'a\\*b'"));
    assertEquals(List.of("a\\*b"), names("'a\\*b'"));
    assertEquals(List.of("a\\b"), names("a\\\\b"));
  }

  @Test
  void aNumberSignBeginsACommentOutsideOfQuotes() throws Refusal {
    assertEquals(List.of("a"), patterns("a # b"));
    assertEquals(List.of("a"), patterns("a#b"));
    assertEquals(List.of("a#b", "#"), patterns("'a#b' \\#"));
  }

  @Test
  void anOpenQuoteIsRefusedUnlessMoreIsTyped() throws Refusal {
    assertThrows(Refusal.class, () -> Words.of("get 'a b"));
    Words words = Words.unfinished("get 'a b");
    assertEquals(List.of("get", "a b"), words.words());
    assertEquals('\'', words.quote());
    assertFalse(words.terminated());
  }

  @Test
  void lengthAndNumberAreBounded() throws Refusal {
    assertThrows(Refusal.class, () -> Words.of("a".repeat(8192)));
    assertEquals(128, patterns("a ".repeat(128)).size());
    assertThrows(Refusal.class, () -> Words.of("a ".repeat(129)));
  }

  @Test
  void anEscapedNameIsItselfAgain() throws Refusal {
    for (String name : List.of("a*b", "[x]?", "back\\slash", "\\*", "plain")) {
      assertEquals(name, Words.withoutEscapes(Words.escaped(name)));
      assertEquals(name, Pattern.literal(Words.escaped(name)));
    }
  }
}
