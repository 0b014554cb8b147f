package dev.aikagi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("E3")
class PrintableTest {
  @Test
  void escapeSequencesOfThePeerLoseTheirEscape() {
    assertEquals("\\033[2Jgone", Printable.of("\u001b[2Jgone", 512));
    assertEquals("a\\015\\012b", Printable.of("a\r\nb", 512));
    assertEquals("\\000\\177", Printable.of("\0\u007f", 512));
  }

  @Test
  void noControlCharacterOfAnyKindPasses() {
    for (char c = 0; c < 0xffff; c++) {
      boolean surrogate = Character.isSurrogate(c);
      String shown = surrogate ? "" : Printable.of(String.valueOf(c), 512);
      int type = Character.getType(c);
      boolean unsafe = type == Character.CONTROL || type == Character.FORMAT;
      assertFalse(unsafe && shown.indexOf(c) >= 0, "character " + (int) c);
    }
  }

  @Test
  void bidirectionalOverridesDoNotReorderWhatAPersonReads() {
    assertFalse(Printable.of("user\u202egpj.exe", 512).contains("\u202e"));
  }

  @Test
  void bannersKeepTheirLinesAndTabsAndNothingElse() {
    assertEquals("one\ntwo\tthree\n", Printable.lines("one\r\ntwo\tthree\n", 512));
    assertEquals("bare\\015return", Printable.lines("bare\rreturn", 512));
    assertEquals("\\033]0;title\\007", Printable.lines("\u001b]0;title\u0007", 512));
  }

  @Test
  void textIsCutAtTheLimit() {
    assertEquals("abc...", Printable.of("abcdef", 3));
  }

  @Test
  void theDisconnectTextOfThePeerIsMadeSafeOnItsWayToTheLog() {
    String summary = new Termination.PeerDisconnect(11, "bye\n\u001b[31mAccepted").summary();
    assertTrue(summary.contains("bye\\012\\033[31mAccepted"), summary);
  }
}
