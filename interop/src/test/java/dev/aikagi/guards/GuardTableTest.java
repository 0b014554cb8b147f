package dev.aikagi.guards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables cannot rot: they name lines and tests that are there. Whether they are true, {@code
 * ./verify --guards} says.
 */
class GuardTableTest {
  /** Of the threat list: every one has a guard here, and a test that bears its name. */
  private static final List<String> ROWS =
      List.of(
          // State machine and authentication.
          "A1",
          "A2",
          "A3",
          "A4",
          "A5",
          "A6",
          "A7",
          "A8",
          "A9",
          "A10",
          "A11",
          "A12",
          "A13",
          // Transport, packets, rekey, channels.
          "B1",
          "B2",
          "B3",
          "B4",
          "B5",
          "B6",
          "B7",
          "B8",
          "B9",
          "B10",
          "B11",
          // Keys and cryptography.
          "C1",
          "C2",
          "C3",
          "C4",
          "C5",
          "C6",
          "C7",
          // Host identity.
          "D1",
          "D3",
          // Command line and terminal.
          "E1",
          "E2",
          "E3",
          // Files.
          "F1",
          "F2",
          "F3",
          "F4",
          // Server process and configuration.
          "H1",
          "H2",
          "H3",
          "H4",
          "H5",
          "H6");

  @Test
  void everyGuardIsOnceInItsFile() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Guard guard : GuardTable.all()) {
      try {
        assertTrue(!Sources.changed(guard).isEmpty());
      } catch (TableException e) {
        faults.add(guard + ": " + e.getMessage());
      }
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void everyTestIsThere() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Guard guard : GuardTable.all()) {
      for (Selection test : guard.tests()) {
        String source = Files.readString(Sources.testFile(test.type()));
        Pattern method = Pattern.compile("\\bvoid\\s+" + Pattern.quote(test.method()) + "\\(");
        if (!test.method().isEmpty() && !method.matcher(source).find()) {
          faults.add(guard + ": no test " + test);
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void everyRowHasAGuardWhoseTestBearsItsName() throws IOException {
    Set<String> missing = new TreeSet<>(ROWS);
    for (Guard guard : GuardTable.all()) {
      for (Selection test : guard.tests()) {
        String source = Files.readString(Sources.testFile(test.type()));
        guard.rows().stream()
            .filter(row -> source.contains("@Tag(\"" + row + "\")"))
            .forEach(missing::remove);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void whiteSpaceDoesNotCount() {
    Change change = new Change("x", "if (a)\n  throw b;", "c;");
    assertEquals("{ c; }", change.applyTo("{ if (\n a) throw b; }"));
  }

  @Test
  void whatIsNotThereOrTwiceIsAnError() {
    assertThrows(TableException.class, () -> new Change("x", "a", "").applyTo("b"));
    assertThrows(TableException.class, () -> new Change("x", "a", "").applyTo("a a"));
    assertThrows(TableException.class, () -> new Change("x", "", "a").applyTo("a"));
    assertThrows(TableException.class, () -> new Change("x", "a b", "ab").applyTo("a b"));
  }

  @Test
  void aTableIsReadLineByLine() {
    List<Guard> guards =
        GuardTable.parse(
            "t",
            List.of(
                "# a comment",
                "guard A1 B2: what for",
                "in x.Y",
                "- one",
                "-   two",
                "+ three",
                "- four",
                "test x.YTest#z",
                "test x.ZTest",
                "seconds 9",
                "",
                "guard C3: other",
                "in x.Z",
                "- five",
                "test x.ZTest"));
    assertEquals(2, guards.size());
    assertEquals(List.of("A1", "B2"), guards.getFirst().rows());
    assertEquals(
        List.of(new Change("x.Y", "one\n  two", "three"), new Change("x.Y", "four", "")),
        guards.getFirst().changes());
    assertEquals(
        List.of(new Selection("x.YTest", "z"), new Selection("x.ZTest", "")),
        guards.getFirst().tests());
    assertEquals("t:2 A1 B2: what for", guards.getFirst().toString());
    assertThrows(TableException.class, () -> GuardTable.parse("t", List.of("gaurd A1: x")));
    assertThrows(TableException.class, () -> GuardTable.parse("t", List.of("guard A1: x")));
  }
}
