package dev.aikagi.tools.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Texts;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MendingTest {
  private record Wrong(String summary) implements Reason {}

  @TempDir private Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path file;
  private Fix fix;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.toRealPath().resolve("keys"), "one\r\ntwo\n");
    fix = new Fix.Content(file, Bytes.utf8("one\r\ntwo\n"), Bytes.utf8("one\ntwo\n"));
  }

  private boolean mend(String answers, Finding... findings) {
    Report report = new Report(Words.of("way.session"), List.of(), List.of(findings));
    return mending(answers, said).mend(report);
  }

  private Finding finding(String summary) {
    return Finding.of(Rank.CERTAIN, new Wrong(summary), Remedy.here("true").with(fix));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsTheChangeBeforeItAsks() throws IOException {
    assertTrue(mend("y\n", finding("CRLF")));
    assertEquals("one\ntwo\n", Files.readString(file));
    String text = said();
    assertTrue(text.contains("- one\\015\n"), text);
    assertTrue(text.indexOf("- one\\015\n") < text.indexOf("+ one\n"), text);
    assertTrue(text.indexOf("+ one\n") < text.indexOf("Make this change?"), text);
    assertFalse(text.contains("two"), text);
    assertTrue(text.contains(file + ".before-ssh-doctor"), text);
  }

  @Test
  void anythingButYesIsNo() throws IOException {
    for (String answer : List.of("n\n", "\n", "", "yeah\n")) {
      assertFalse(mend(answer, finding("CRLF")));
      assertEquals("one\r\ntwo\n", Files.readString(file));
    }
  }

  @Test
  void oneChangeForSeveralFindingsIsAskedAboutOnce() {
    assertTrue(mend("Y\ny\n", finding("a"), finding("b")));
    assertEquals(said().indexOf("Make this"), said().lastIndexOf("Make this"));
  }

  private Finding rewriting(String summary, String after) {
    Fix change = new Fix.Content(file, Bytes.utf8("one\r\ntwo\n"), Bytes.utf8(after));
    return Finding.of(Rank.CERTAIN, new Wrong(summary), Remedy.here("true").with(change));
  }

  @Test
  void severalChangesOfOneFileAreMadeTogether() throws IOException {
    assertTrue(
        mend(
            "y\ny\ny\n",
            rewriting("a line", "one\r\n2\n"),
            rewriting("an end", "one\ntwo\n"),
            rewriting("one more", "one\r\ntwo\nthree\n")));
    assertEquals("one\n2\nthree\n", Files.readString(file));
    assertEquals("one\r\ntwo\n", Files.readString(Path.of(file + ".before-ssh-doctor")));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    // What is shown of each is what it changes.
    assertTrue(said().contains("  - two\n  + 2\nMake"), said());
    assertTrue(said().contains("  - one\\015\n  + one\nMake"), said());
    assertTrue(said().contains("  + three\nMake"), said());
  }

  private static Mending mending(String answers, ByteArrayOutputStream said) {
    return new Mending(
        Texts.english(),
        new PrintStream(said, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
  }

  private static Report tidy(Path file) throws IOException {
    TidyUp tidyUp = TidyUp.ofLineEnds(file, Bytes.of(Files.readAllBytes(file))).orElseThrow();
    return new Report(Words.of("way.session"), List.of(), List.of(), List.of(tidyUp));
  }

  @Test
  void whatCouldBeTidierIsOffered() throws IOException {
    mending("n\n", said).tidyUp(tidy(file));
    assertEquals("one\r\ntwo\n", Files.readString(file));
    mending("y\n", said).tidyUp(tidy(file));
    assertEquals("one\ntwo\n", Files.readString(file));
    assertEquals("one\r\ntwo\n", Files.readString(Path.of(file + ".before-ssh-doctor")));
  }

  @Test
  void afterAnotherChangeTheBackupIsStillTheOriginal() throws IOException {
    Mending mending = mending("y\ny\n", said);
    assertTrue(
        mending.mend(
            new Report(
                Words.of("way.session"), List.of(), List.of(rewriting("a", "one\r\n2\r\n")))));
    mending.tidyUp(tidy(file));
    assertEquals("one\n2\n", Files.readString(file));
    assertEquals("one\r\ntwo\n", Files.readString(Path.of(file + ".before-ssh-doctor")));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void whatIsDeclinedIsNotMadeByTheNext() throws IOException {
    assertTrue(mend("n\ny\n", rewriting("a", "one\r\n2\n"), rewriting("b", "1\ntwo\n")));
    assertEquals("1\ntwo\n", Files.readString(file));
  }

  @Test
  void aLineThatWasJustChangedIsNotChangedOtherwise() throws IOException {
    assertTrue(mend("y\ny\n", rewriting("a", "one\r\n2\n"), rewriting("b", "one\r\nII\n")));
    assertEquals("one\r\n2\n", Files.readString(file));
    assertTrue(said().contains("ask once more"), said());
  }

  @Test
  void aModeIsChangedBesides() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Fix mode = new Fix.Mode(file, 0666, 0644);
    assertTrue(
        mend(
            "y\ny\n",
            rewriting("a line", "one\r\n2\n"),
            Finding.of(Rank.CERTAIN, new Wrong("open"), Remedy.here("true").with(mode))));
    assertEquals("one\r\n2\n", Files.readString(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aFileThatHasChangedIsLeft() throws IOException {
    Files.writeString(file, "three\n");
    assertFalse(mend("y\n", finding("CRLF")));
    assertEquals("three\n", Files.readString(file));
    assertTrue(said().contains("has changed"), said());
  }

  @Test
  void saysWhereNothingCanBeChanged() {
    assertFalse(mend("", Finding.of(Rank.CERTAIN, new Wrong("x"), Remedy.server("true"))));
    assertTrue(said().contains("Nothing of this"), said());
  }
}
