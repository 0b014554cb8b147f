package dev.aikagi.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver and a sender that says whatever it likes. */
@Tag("F1")
@Timeout(60)
class ScpReceiverTest {
  private static final ScpOptions TREE = ScpOptions.DEFAULTS.withRecursive(true);

  @TempDir private Path dir;
  private Path target;
  private final WatchedFiles files = new WatchedFiles();
  private final Heard heard = new Heard();
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream();

  @BeforeEach
  void folder() throws IOException {
    target = Files.createDirectory(dir.resolve("target"));
  }

  private void receive(ScpOptions options, String said) throws ScpException {
    receive(options, said, target);
  }

  private void receive(ScpOptions options, String said, Path to) throws ScpException {
    receive(options, said, to, heard);
  }

  private void receive(ScpOptions options, String said, Path to, Heard told) throws ScpException {
    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
    new ScpReceiver(new ByteArrayInputStream(bytes), replies, files, options, told)
        .receive(Bytes.utf8(to.toString()));
  }

  private void refuses(ScpOptions options, String said) {
    assertThrows(ScpException.class, () -> receive(options, said));
  }

  private String replies() {
    return replies.toString(StandardCharsets.ISO_8859_1);
  }

  /** All that there is, below the target and beside it. */
  private List<String> there() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.map(p -> dir.relativize(p).toString()).sorted().toList();
    }
  }

  @Test
  void takesFiles() throws IOException {
    receive(ScpOptions.DEFAULTS, "C0640 5 a\nhello\0C0600 0 empty\n\0");
    assertEquals("hello", Files.readString(target.resolve("a")));
    assertEquals(0, Files.size(target.resolve("empty")));
    assertEquals("\0\0\0\0\0", replies());
    assertTrue(heard.nothing());
  }

  @Test
  void takesFoldersWithTimes() throws IOException {
    receive(
        TREE.withPreserve(true),
        "T1577934245 0 1577934246 0\nD0750 0 d\nT1000000000 0 1000000000 0\nC0604 2 x\nhi\0E\n");
    Path file = target.resolve("d/x");
    assertEquals("hi", Files.readString(file));
    assertEquals(time(1_577_934_245L), Files.getLastModifiedTime(target.resolve("d")));
    assertEquals(time(1_000_000_000L), Files.getLastModifiedTime(file));
    assertEquals(
        List.of(0750, 0604, 0750),
        List.of(files.modes.get(0), files.modes.get(1) & 0604, files.modes.getLast()));
  }

  private static FileTime time(long seconds) {
    return FileTime.from(Instant.ofEpochSecond(seconds));
  }

  @Test
  void anOlderAndLongerFileEndsWhereTheNewOneDoes() throws IOException {
    Files.writeString(target.resolve("a"), "much longer than it");
    receive(ScpOptions.DEFAULTS, "C0640 5 a\nhello\0");
    assertEquals("hello", Files.readString(target.resolve("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "a/b", "/etc/aikagi", "../x", "a\0b", "/"})
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    List<String> before = there();
    refuses(TREE, "C0644 1 " + name + "\nx\0");
    refuses(TREE, "D0777 0 " + name + "\nC0644 1 y\nx\0E\n");
    assertEquals(before, there());
    assertTrue(replies().contains("\1scp: error: unexpected filename: "), replies());
    assertEquals(2, heard.failed.size());
  }

  @Test
  void soAreThoseInsideAFolder() throws IOException {
    refuses(TREE, "D0755 0 d\nC0644 1 ../x\nx\0E\n");
    assertEquals(List.of("", "target", "target/d"), there());
  }

  @Test
  void aNameThatNobodyAskedForIsRefused() throws IOException {
    ScpOptions asked = ScpOptions.DEFAULTS.withExpected(Bytes.utf8("a")::equals);
    refuses(asked, "C0644 1 b\nx\0");
    assertEquals(List.of("", "target"), there());
    assertEquals(List.of("protocol error: filename does not match request"), heard.failed);
    receive(asked, "C0644 1 a\nx\0");
    assertTrue(Files.exists(target.resolve("a")));
  }

  @Test
  void aFolderWithoutRecursionIsRefused() throws IOException {
    refuses(ScpOptions.DEFAULTS, "C0644 1 a\nx\0D0755 0 d\nC0644 1 b\nx\0E\n");
    assertEquals(List.of("", "target", "target/a"), there());
    assertEquals(List.of("protocol error: received directory without -r"), heard.failed);
  }

  @Test
  void aFileDoesNotBecomeAFolder() throws IOException {
    receive(TREE, "C0644 1 a\nx\0D0755 0 a\n");
    assertEquals(1, heard.failed.size());
    assertTrue(heard.failed.getFirst().endsWith("/a: Not a directory"), heard.failed.getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0644 -1 a",
        "C0644 9223372036854775808 a",
        "C0644 99999999999999999999999 a",
        "C0644 0x10 a",
        "C0644  a",
        "C0644 1",
        "C0644",
        "C644 1 a",
        "C0999 1 a",
        "C00644 1 a",
        "D-755 0 d",
        "T-1 0 0 0",
        "T1 0 1",
        "T1 0 1 0 0",
        "T1 1000000 1 0",
        "X",
        ""
      })
  void aRecordOfAnotherFormIsRefused(String line) throws IOException {
    // Not the first one, which may be what a shell says.
    refuses(TREE, "T1 0 1 0\n" + line + "\nx\0");
    assertEquals(List.of("", "target"), there());
    assertTrue(heard.failed.getFirst().startsWith("protocol error: "), heard.failed.toString());
  }

  @Test
  void aLineWithoutEndIsRefused() {
    refuses(TREE, "C0644 1 " + "a".repeat(1 << 20));
    assertEquals(List.of("protocol error: line too long"), heard.failed);
    heard.failed.clear();
    refuses(TREE, "\1" + "a".repeat(1 << 20));
    assertEquals(List.of("protocol error: line too long"), heard.failed);
  }

  @Test
  void foldersInFoldersHaveAnEnd() {
    refuses(TREE, "D0755 0 d\n".repeat(ScpReceiver.MAX_DEPTH + 1));
    assertEquals(List.of("protocol error: too many directories in each other"), heard.failed);
  }

  @Test
  void bitsThatRunAProgramAsSomebodyElseAreNotTaken() throws IOException {
    // What its owner may not write or enter gets its mode at the end, by a call that has all bits.
    receive(TREE, "C4555 1 a\nx\0D4555 0 d\nE\nC7777 1 b\nx\0D7777 0 e\nE\n");
    assertTrue(heard.nothing());
    assertTrue(files.modes.stream().allMatch(mode -> (mode & 07000) == 0), files.modes.toString());
    for (String name : List.of("a", "d")) {
      assertEquals(0555, mode(name), name);
    }
    for (String name : List.of("b", "e")) {
      // Nor what the process's mask would take: that is an option here.
      assertEquals(0, mode(name) & 07022, name);
    }
    assertEquals(0755, ScpOptions.DEFAULTS.mode(07777));
    assertEquals(07777, ScpOptions.DEFAULTS.withPreserve(true).mode(07777));
  }

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(target.resolve(name), "unix:mode") & 07777;
  }

  @Test
  void aFullDiskIsSaidAndTheNextFileComes() throws IOException {
    files.fullAt = "/a";
    receive(ScpOptions.DEFAULTS, "C0644 5 a\nhello\0C0644 2 b\nhi\0");
    assertEquals("hi", Files.readString(target.resolve("b")));
    assertEquals(List.of(target + "/a: No space left on device"), heard.failed);
    assertEquals("\0\0\1scp: " + target + "/a: No space left on device\n\0\0", replies());
  }

  @Test
  void whatTheOtherSideSaysIsTold() throws IOException {
    receive(ScpOptions.DEFAULTS, "\1scp: no such file\nC0644 1 a\nx\0");
    assertEquals(List.of("scp: no such file"), heard.peer);
    assertTrue(Files.exists(target.resolve("a")));
    refuses(ScpOptions.DEFAULTS, "\2that is all\nC0644 1 b\nx\0");
    assertFalse(Files.exists(target.resolve("b")));
  }

  @Test
  void whatAShellSaysIsToldAsItIs() {
    refuses(ScpOptions.DEFAULTS, "No match.\n");
    assertEquals(List.of("No match."), heard.failed);
  }

  @Test
  void theTargetMustBeAFolderWhereThatIsAskedFor() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    ScpOptions options = ScpOptions.DEFAULTS.withIntoFolder(true);
    assertThrows(ScpException.class, () -> receive(options, "C0644 1 a\nx\0", file));
    assertTrue(replies().startsWith("\1scp: " + file + ": Not a directory\n"), replies());
  }

  /** Whoever dies in the middle is noticed, wherever it is. */
  @Test
  void everyTruncationIsAnError() throws IOException {
    String said = "T1 0 2 0\nD0755 0 d\nC0644 5 a\nhello\0E\n";
    for (int length = 1; length < said.length(); length++) {
      String start = said.substring(0, length);
      heard.lost = false;
      if (start.equals("T1 0 2 0\n")) {
        receive(TREE, start); // Nothing was announced yet: the status of the program says more.
      } else {
        refuses(TREE, start);
        assertTrue(heard.lost, start);
      }
    }
    refuses(ScpOptions.DEFAULTS, "C0644 9223372036854775807 huge\nhello");
  }

  /** Whatever comes, the only way to fail is the one that is told, and nothing is elsewhere. */
  @Test
  void anythingElseLeadsNowhere() throws IOException {
    String sound = "T1 0 2 0\nD0755 0 d\nC0644 5 a\nhello\0E\nC0600 0 b\n\0";
    Random random = new Random(20190614);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder said = new StringBuilder(sound);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(said.length());
        switch (random.nextInt(3)) {
          case 0 -> said.setCharAt(at, (char) random.nextInt(256));
          case 1 -> said.deleteCharAt(at);
          default -> said.insert(at, "../\0 /9D\nCET".charAt(random.nextInt(12)));
        }
      }
      Heard now = new Heard();
      try {
        receive(TREE, said.toString(), target, now);
      } catch (ScpException e) {
        assertFalse(now.nothing(), said.toString());
        refused++;
      }
      try (Stream<Path> beside = Files.list(dir)) {
        assertEquals(List.of(target), beside.toList(), said.toString());
      }
    }
    assertTrue(refused > 1000, "refused: " + refused);
  }
}
