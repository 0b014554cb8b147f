package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void timesAddUp() {
    assertEquals(5400, Numbers.time("1h30m"));
    assertEquals(90, Numbers.time("90"));
    assertEquals(2 * 7 * 86400 + 1, Numbers.time("2W1"));
    assertEquals(0, Numbers.time("0"));
  }

  @Test
  void whatIsNoTimeIsRefused() {
    for (String text : new String[] {"", "h", "1x", "-1", "1 h", "99999999999", "2147483648"}) {
      assertEquals(Numbers.NO_TIME, Numbers.time(text), text);
    }
    assertEquals(0.5, Numbers.fractionalTime("0.5s"));
    assertEquals(90.5, Numbers.fractionalTime("1m30.5s"));
    assertTrue(Numbers.fractionalTime("1..5") < 0);
    assertTrue(Numbers.fractionalTime(".") < 0);
  }

  @Test
  void sizesHaveSuffixes() throws BadValueException {
    assertEquals(1024, Numbers.size("1K"));
    assertEquals(3L << 29, Numbers.size("1.5g"));
    assertEquals(16, Numbers.size("16"));
    assertThrows(BadValueException.class, () -> Numbers.size("1X"));
    assertThrows(BadValueException.class, () -> Numbers.size("99999999999999999999"));
    assertThrows(BadValueException.class, () -> Numbers.size(""));
  }

  @Test
  void countsNameTheirFault() {
    assertNull(Numbers.fault("7", 10));
    assertEquals("missing", Numbers.fault("", 10));
    assertEquals("invalid", Numbers.fault("7x", 10));
    assertEquals("too small", Numbers.fault("-1", 10));
    assertEquals("too large", Numbers.fault("11", 10));
  }

  @Test
  void masksAreOctal() {
    assertEquals(0177, Numbers.octal("0177", 0777));
    assertEquals(-1, Numbers.octal("8", 0777));
    assertEquals(-1, Numbers.octal("1000", 0777));
    assertEquals(-1, Numbers.octal("7777777777777777", 0777));
  }
}
