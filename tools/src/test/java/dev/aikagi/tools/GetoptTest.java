package dev.aikagi.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each expectation is what OpenSSH's ssh does with the same words. */
class GetoptTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private Getopt options(String... words) {
    return new Getopt(
        "46vTp:o:", List.of(words), new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static void expect(Getopt getopt, int option, String value) {
    assertEquals(option, getopt.next());
    assertEquals(value, getopt.value());
  }

  @Test
  void readsClustersWithAnAttachedValue() {
    Getopt getopt = options("-vTp22", "host");
    assertEquals('v', getopt.next());
    assertEquals('T', getopt.next());
    expect(getopt, 'p', "22");
    assertEquals(Getopt.END, getopt.next());
    assertEquals(List.of("host"), getopt.operands());
  }

  @Test
  void takesTheNextWordAsValueWhateverItLooksLike() {
    Getopt getopt = options("-p", "-v", "-o", "--");
    expect(getopt, 'p', "-v");
    expect(getopt, 'o', "--");
    assertEquals(Getopt.END, getopt.next());
    assertEquals(4, getopt.index());
  }

  @Test
  void takesAnEmptyWordAsValue() {
    expect(options("-p", ""), 'p', "");
  }

  @Test
  void endsAtTheFirstOperandAndDoesNotReorder() {
    Getopt getopt = options("host", "-v");
    assertEquals(Getopt.END, getopt.next());
    assertEquals(0, getopt.index());
    assertEquals(Getopt.END, getopt.next());
  }

  @Test
  void goesOnBehindTheHost() {
    Getopt getopt = options("host", "-v", "ls", "-l");
    assertEquals(Getopt.END, getopt.next());
    getopt.resume(getopt.index() + 1);
    assertEquals('v', getopt.next());
    assertEquals(Getopt.END, getopt.next());
    assertEquals(List.of("ls", "-l"), getopt.operands());
  }

  @Test
  void consumesTheDoubleDash() {
    Getopt getopt = options("-v", "--", "-p");
    assertEquals('v', getopt.next());
    assertEquals(Getopt.END, getopt.next());
    assertEquals(List.of("-p"), getopt.operands());
  }

  @Test
  void leavesALoneDashAndATrailingDashToTheCaller() {
    Getopt lone = options("-");
    assertEquals(Getopt.END, lone.next());
    assertEquals(List.of("-"), lone.operands());
    Getopt trailing = options("-v-", "x");
    assertEquals('v', trailing.next());
    assertEquals(Getopt.END, trailing.next());
    assertEquals(List.of("-v-", "x"), trailing.operands());
  }

  @Test
  void namesAnUnknownOptionAndGoesOn() {
    Getopt getopt = options("-v8T", "-:", "--foo");
    assertEquals('v', getopt.next());
    assertEquals(Getopt.FAULT, getopt.next());
    assertEquals('T', getopt.next());
    assertEquals(Getopt.FAULT, getopt.next());
    assertEquals(Getopt.FAULT, getopt.next());
    assertEquals(
        String.format("unknown option -- 8%nunknown option -- :%nunknown option -- -%n"),
        printed());
  }

  @Test
  void namesAMissingValue() {
    Getopt getopt = options("-vp");
    assertEquals('v', getopt.next());
    assertEquals(Getopt.FAULT, getopt.next());
    assertEquals(String.format("option requires an argument -- p%n"), printed());
    assertEquals(Getopt.END, getopt.next());
  }

  @Test
  void hasNoValueForAFlag() {
    Getopt getopt = options("-v");
    assertEquals('v', getopt.next());
    assertThrows(IllegalStateException.class, getopt::value);
  }

  @Test
  void anOptionalValueIsAnAttachedOne() {
    Getopt getopt =
        new Getopt(
            "fi::",
            List.of("-fix", "-i", "y"),
            new PrintStream(errors, true, StandardCharsets.UTF_8));
    assertEquals('f', getopt.next());
    assertEquals('i', getopt.next());
    assertEquals("x", getopt.value());
    assertEquals('i', getopt.next());
    assertEquals("", getopt.value());
    assertEquals(Getopt.END, getopt.next());
    assertEquals(List.of("y"), getopt.operands());
  }
}
