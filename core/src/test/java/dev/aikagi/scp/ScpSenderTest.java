package dev.aikagi.scp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScpSenderTest {
  private static final ScpOptions TREE = ScpOptions.DEFAULTS.withRecursive(true);

  @TempDir private Path dir;
  private final WatchedFiles files = new WatchedFiles();
  private final Heard heard = new Heard();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private ScpSender sender(ScpOptions options, String replies) {
    byte[] bytes = replies.getBytes(StandardCharsets.ISO_8859_1);
    return new ScpSender(new ByteArrayInputStream(bytes), sent, files, options, heard);
  }

  private String sent() {
    return sent.toString(StandardCharsets.ISO_8859_1);
  }

  private Path file(String name, String text) throws IOException {
    Path file = Files.writeString(dir.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
    files.setAttributes(bytes(file), dev.aikagi.sftp.FileAttributes.NONE.withPermissions(0640));
    return file;
  }

  private static Bytes bytes(Path path) {
    return Bytes.utf8(path.toString());
  }

  @Test
  void sendsAFile() throws IOException {
    sender(ScpOptions.DEFAULTS, "\0\0").send(bytes(file("a", "hello")));
    assertEquals("C0640 5 a\nhello\0", sent());
    assertTrue(heard.nothing());
  }

  @Test
  void sendsAFolder() throws IOException {
    Files.createDirectory(dir.resolve("d"));
    file("d/a", "x");
    sender(TREE, "\0\0\0\0").send(Bytes.utf8(dir + "/d//"));
    assertTrue(sent().matches("D0[0-7]{3} 0 d\nC0640 1 a\nx\0E\n"), sent());
  }

  @Test
  void sendsTimes() throws IOException {
    sender(ScpOptions.DEFAULTS.withPreserve(true), "\0\0\0").send(bytes(file("a", "x")));
    assertTrue(sent().matches("T1000000000 0 [0-9]+ 0\nC0640 1 a\nx\0"), sent());
  }

  @Test
  void whatCannotBeSentIsSaidToBoth() throws IOException {
    Files.createDirectory(dir.resolve("d"));
    ScpSender sender = sender(ScpOptions.DEFAULTS, "\0\0");
    sender.send(bytes(dir.resolve("nope")));
    sender.send(bytes(dir.resolve("d")));
    sender.send(bytes(file("a", "x")));
    assertEquals(2, heard.failed.size());
    assertEquals(dir + "/d: not a regular file", heard.failed.get(1));
    assertTrue(sent().startsWith("\1scp: " + dir + "/nope: "), sent());
    assertTrue(sent().endsWith("C0640 1 a\nx\0"), sent());
  }

  @Test
  void aRefusedFileIsLeftOut() throws IOException {
    ScpSender sender = sender(ScpOptions.DEFAULTS, "\1scp: no\n\0\0");
    sender.send(bytes(file("a", "x")));
    sender.send(bytes(file("b", "y")));
    assertEquals("C0640 1 a\nC0640 1 b\ny\0", sent());
    assertEquals(java.util.List.of("scp: no"), heard.peer);
  }

  /** The names that were read at once with the first one are still said. */
  @Test
  void whatVanishesWhileItsFolderIsSentIsNamedAndTheRestIsSent() throws IOException {
    Files.createDirectory(dir.resolve("d"));
    for (int i = 0; i < 20; i++) {
      files.vanishing.add(file("d/gone" + i, "x"));
    }
    file("d/a", "x");
    file("d/b", "y");
    sender(TREE, "\0".repeat(20)).send(bytes(dir.resolve("d")));
    assertEquals(20, heard.failed.size(), heard.failed.toString());
    assertTrue(heard.failed.stream().allMatch(text -> text.contains("/d/gone")));
    assertTrue(sent().contains("C0640 1 a\nx\0") && sent().contains("C0640 1 b\ny\0"), sent());
    assertTrue(sent().endsWith("E\n"), sent());
  }

  /** It was a file when it was looked at. */
  @Test
  void whatIsOpenAndNoFileIsNotRead() throws IOException {
    Path file = file("a", "x");
    files.opensAs = FileAttributes.NONE.withPermissions(0010644);
    sender(TREE, "").send(bytes(file));
    assertEquals(java.util.List.of(file + ": not a regular file"), heard.failed);
    assertTrue(sent().startsWith("\1scp: "), sent());
  }

  /** OpenSSH takes replies of 2048 bytes. */
  @Test
  void aComplaintIsNoLongerThanTheOtherSideTakes() throws IOException {
    sender(TREE, "").send(Bytes.utf8(dir + "/" + "a/".repeat(1500)));
    assertEquals(2002, sent().length());
    assertTrue(sent().endsWith("\n"));
  }

  /** A line feed in a name would be another record. */
  @Test
  @Tag("F1")
  void aNameIsOneLine() throws IOException {
    ScpSender sender = sender(ScpOptions.DEFAULTS, "\0\0");
    sender.send(bytes(file("a\nD0777 0 b\\", "x")));
    assertEquals("C0640 1 a\\^JD0777 0 b\\\\\nx\0", sent());
    sent.reset();
    sender.send(bytes(dir.resolve("n\nope")));
    assertEquals(1, sent().chars().filter(c -> c == '\n').count());
  }

  @Test
  void whatIsNoReplyIsTheEnd() throws IOException {
    Path a = file("a", "x");
    assertThrows(ScpException.class, () -> sender(TREE, "csh: no\n").send(bytes(a)));
    assertEquals("csh: no", heard.peer.getFirst());
    assertThrows(ScpException.class, () -> sender(TREE, "\2end\n").send(bytes(a)));
    assertThrows(ScpException.class, () -> sender(TREE, "").send(bytes(a)));
    assertTrue(heard.lost);
    assertFalse(sender(TREE, "\1not ready\n").awaitReady());
  }

  @Test
  void bothEndsMoveAnything() throws Exception {
    byte[] content = new byte[700_000];
    new Random(7).nextBytes(content);
    Path from = dir.resolve("from");
    Files.createDirectories(from.resolve("sub/empty"));
    Files.write(from.resolve("sub/big"), content);
    Files.writeString(from.resolve("b c"), "");
    Path to = Files.createDirectory(dir.resolve("to"));
    PipedInputStream records = new PipedInputStream(8192);
    PipedInputStream replies = new PipedInputStream(8192);
    PipedOutputStream recordsOut = new PipedOutputStream(records);
    PipedOutputStream repliesOut = new PipedOutputStream(replies);
    CompletableFuture<Void> received = new CompletableFuture<>();
    Heard there = new Heard();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                new ScpReceiver(records, repliesOut, new WatchedFiles(), TREE, there)
                    .receive(bytes(to));
                received.complete(null);
              } catch (IOException e) {
                received.completeExceptionally(e);
              }
            });
    ScpSender sender = new ScpSender(replies, recordsOut, files, TREE, heard);
    assertTrue(sender.awaitReady());
    sender.send(bytes(from));
    recordsOut.close();
    received.get(30, TimeUnit.SECONDS);
    assertTrue(heard.nothing() && there.nothing());
    assertArrayEquals(content, Files.readAllBytes(to.resolve("from/sub/big")));
    assertTrue(Files.isDirectory(to.resolve("from/sub/empty")));
    assertEquals(0, Files.size(to.resolve("from/b c")));
  }
}
