package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.Octets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F1")
class ShownTest {
  @Test
  void whatIsPrintableStays() {
    assertEquals("a b~合鍵é", Shown.of(Octets.ofText("a b~合鍵é")));
  }

  @Test
  void everythingElseIsOctal() {
    assertEquals("e\\033[31m\\012\\177", Shown.of("e\033[31m\n\177"));
    assertEquals("bad\\377", Shown.of("bad\u00ff"));
    // A C1 control, an override of direction, half of a character, one in too many octets.
    assertEquals("\\302\\233", Shown.of(Octets.ofText("\u009b")));
    assertEquals("\\342\\200\\256", Shown.of(Octets.ofText("\u202e")));
    assertEquals("\\345\\220", Shown.of("\u00e5\u0090"));
    assertEquals("\\300\\257", Shown.of("\u00c0\u00af"));
    assertEquals("\\340\\200\\257", Shown.of("\u00e0\u0080\u00af"));
    assertEquals("\\355\\240\\200", Shown.of("\u00ed\u00a0\u0080"));
  }

  @Test
  void widthsAreOfCells() {
    assertEquals(4, Shown.width("合鍵"));
    assertEquals(1, Shown.width("e\u0301"));
    assertEquals("合", Shown.cut("合鍵", 3));
    assertEquals("合  ", Shown.padded("合", 4));
  }
}
