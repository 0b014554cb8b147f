package dev.aikagi.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineChangesTest {
  private static final Bytes BEFORE = Bytes.utf8("a\nb\nc\n");

  private static LineChanges to(String after) {
    return LineChanges.of(BEFORE, Bytes.utf8(after));
  }

  private static Optional<String> both(String one, String other) {
    return to(one).with(to(other)).map(c -> c.applied(BEFORE).utf8());
  }

  @Test
  void changesOfDifferentLinesGoTogether() {
    assertEquals(Optional.of("1\nb\n3\n"), both("1\nb\nc\n", "a\nb\n3\n"));
    assertEquals(Optional.of("b\n3\n"), both("b\nc\n", "a\nb\n3\n"));
    assertEquals(Optional.of("0\n1\nb\nc\n"), both("1\nb\nc\n", "0\na\nb\nc\n"));
    assertEquals(Optional.of("x\ny\nc\nd\n"), both("x\ny\nc\n", "a\nb\nc\nd\n"));
  }

  @Test
  void twoLinesAtTheEndAreBothThere() {
    assertEquals(Optional.of("a\nb\nc\nd\ne\n"), both("a\nb\nc\nd\n", "a\nb\nc\ne\n"));
    assertEquals(Optional.of("a\nb\nc\nd\n"), both("a\nb\nc\nd\n", "a\nb\nc\nd\n"));
  }

  @Test
  void thoseOfTheSameLineDoNot() {
    assertEquals(Optional.empty(), both("1\nb\nc\n", "2\nb\nc\n"));
    assertEquals(Optional.empty(), both("c\n", "a\n2\nc\n"));
    assertEquals(Optional.of("1\nb\nc\n"), both("1\nb\nc\n", "1\nb\nc\n"));
  }

  /** Bytes of no charset, and a last line without an end, stay what they are. */
  @Test
  void whateverItIsOneTextBecomesTheOther() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      Bytes before = any(random);
      Bytes after = any(random);
      assertEquals(after, LineChanges.of(before, after).applied(before));
    }
  }

  private static Bytes any(Random random) {
    byte[] text = new byte[random.nextInt(12)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (random.nextBoolean() ? '\n' : random.nextBoolean() ? 'a' : 0xff);
    }
    return Bytes.of(text);
  }
}
