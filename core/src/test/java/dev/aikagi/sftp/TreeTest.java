package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TreeTest {
  private static final int BLOCK = 1000;
  private static final int FOLDER = 0040755;
  private static final int FILE = 0100644;
  private static final Bytes ROOT = Bytes.utf8("/root");

  @TempDir private Path dir;
  private final PathFiles local = new PathFiles();

  /** Everything that was told, in lines. */
  private static class Told implements TransferListener {
    final TreeMap<String, String> failed = new TreeMap<>();
    final TreeMap<String, Skipped> skipped = new TreeMap<>();
    final TreeMap<String, Long> done = new TreeMap<>();
    final List<String> folders = new ArrayList<>();

    @Override
    public void folder(Bytes path) {
      folders.add(path.utf8());
    }

    @Override
    public void done(Bytes path, long bytes) {
      done.put(path.utf8(), bytes);
    }

    @Override
    public void skipped(Bytes path, Skipped why) {
      skipped.put(path.utf8(), why);
    }

    @Override
    public void failed(Bytes path, IOException why) {
      failed.put(path.utf8(), String.valueOf(why.getMessage()));
    }
  }

  private static FakePeer start(FakeFiles files) throws IOException {
    return FakePeer.start(FakePeer.version(), FakePeer.options().withMaxBlock(BLOCK), files);
  }

  private static byte[] random(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  private static Bytes bytes(Path path) {
    return Bytes.utf8(path.toString());
  }

  private static void file(FakeFiles files, String path, byte[] content) {
    files.files.put(Bytes.utf8(path), content);
  }

  private static void folder(FakeFiles files, String path, DirectoryEntry... entries) {
    files.folders.put(Bytes.utf8(path), List.of(entries));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> !p.equals(folder)).map(p -> folder.relativize(p).toString()).toList();
    }
  }

  @Test
  void aTreeComesWhole() throws IOException {
    FakeFiles files = new FakeFiles();
    files.shuffled = true;
    files.shortReads = true;
    DirectoryEntry[] entries = new DirectoryEntry[102];
    for (int i = 0; i < 100; i++) {
      // Small ones, one of exactly a block, and larger ones.
      byte[] content = random(i * 20);
      entries[i] = FakeFiles.entry("f" + i, FILE, content.length);
      file(files, "/root/f" + i, content);
    }
    entries[100] = FakeFiles.entry("sub", 0040500, 0);
    entries[101] = FakeFiles.entry(".", FOLDER, 0);
    folder(files, "/root", entries);
    folder(files, "/root/sub", FakeFiles.entry("deep", FILE, 3));
    file(files, "/root/sub/deep", random(3));
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      Transfer transfer = peer.client().transfer(TransferOptions.DEFAULTS.withPreserve(true));
      transfer.downloadTree(ROOT, bytes(dir.resolve("out")), local, told);
    }
    assertTrue(told.failed.isEmpty(), told.failed.toString());
    assertEquals(101, told.done.size());
    for (int i = 0; i < 100; i++) {
      assertArrayEquals(random(i * 20), Files.readAllBytes(dir.resolve("out/f" + i)));
    }
    assertArrayEquals(random(3), Files.readAllBytes(dir.resolve("out/sub/deep")));
    assertEquals("r-x------", mode(dir.resolve("out/sub")));
    assertEquals(2000, Files.getLastModifiedTime(dir.resolve("out/f7")).toMillis() / 1000);
    assertEquals(2000, Files.getLastModifiedTime(dir.resolve("out/sub")).toMillis() / 1000);
  }

  /** As scp wants it: what is written over has no end of its old content left, nor is emptied. */
  @Test
  void inPlaceLeavesExactlyTheSource() throws IOException {
    FakeFiles files = new FakeFiles();
    folder(
        files, "/root", FakeFiles.entry("small", FILE, 300), FakeFiles.entry("large", FILE, 5000));
    file(files, "/root/small", random(300));
    file(files, "/root/large", random(5000));
    Path out = Files.createDirectory(dir.resolve("out"));
    Files.write(out.resolve("small"), new byte[900]);
    Files.write(out.resolve("large"), new byte[9000]);
    Told told = new Told();
    TransferOptions options = TransferOptions.DEFAULTS.withInPlace(true);
    try (FakePeer peer = start(files)) {
      peer.client().transfer(options).downloadTree(ROOT, bytes(out), local, told);
      assertArrayEquals(random(300), Files.readAllBytes(out.resolve("small")));
      assertArrayEquals(random(5000), Files.readAllBytes(out.resolve("large")));
      file(files, "/root/small", new byte[900]);
      file(files, "/root/large", new byte[9000]);
      peer.client().transfer(options).uploadTree(bytes(out), local, ROOT, told);
    }
    assertTrue(told.failed.isEmpty(), told.failed.toString());
    assertArrayEquals(random(300), files.files.get(Bytes.utf8("/root/small")));
    assertArrayEquals(random(5000), files.files.get(Bytes.utf8("/root/large")));
  }

  /** A server that cuts nothing, as one whose target is a device. */
  private static final class Uncut extends FakeFiles {
    boolean full;

    @Override
    @Nullable SftpReply instead(SftpRequest request) {
      return switch (request) {
        case SftpRequest.Fsetstat s when s.attrs().size().isPresent() ->
            FakePeer.status(s, SftpStatus.PERMISSION_DENIED);
        case SftpRequest.Write w when full -> FakePeer.status(w, SftpStatus.FAILURE);
        default -> null;
      };
    }
  }

  private Told uploaded(FakeFiles files, int... sizes) throws IOException {
    Path out = Files.createDirectory(dir.resolve("out"));
    for (int size : sizes) {
      Files.write(out.resolve("f" + size), random(size));
    }
    Told told = new Told();
    TransferOptions options = TransferOptions.DEFAULTS.withInPlace(true).withPreserve(true);
    folder(files, "/root");
    try (FakePeer peer = start(files)) {
      peer.client().transfer(options).uploadTree(bytes(out), local, ROOT, told);
    }
    return told;
  }

  @Test
  void whatIsNoLongerIsNotCut() throws IOException {
    Uncut files = new Uncut();
    file(files, "/root/f300", new byte[300]);
    file(files, "/root/f5000", new byte[200]);
    Told told = uploaded(files, 0, 300, 5000);
    assertEquals("{}", told.failed.toString());
    assertArrayEquals(random(300), files.files.get(Bytes.utf8("/root/f300")));
    assertArrayEquals(random(5000), files.files.get(Bytes.utf8("/root/f5000")));
    // Each one's times and mode.
    assertEquals(3, files.count(SftpRequest.Fsetstat.class));
  }

  @Test
  void whatIsLongerAndCannotBeCutIsAFailure() throws IOException {
    Uncut files = new Uncut();
    file(files, "/root/f300", new byte[900]);
    file(files, "/root/f5000", new byte[9000]);
    assertEquals(2, uploaded(files, 300, 5000).failed.size());
  }

  @Test
  void whatWasNotWrittenIsNotCut() throws IOException {
    Uncut files = new Uncut();
    files.full = true;
    file(files, "/root/f300", new byte[900]);
    assertEquals(1, uploaded(files, 300).failed.size());
    assertEquals(
        0,
        files.seen.stream()
            .filter(r -> r instanceof SftpRequest.Fsetstat s && s.attrs().size().isPresent())
            .count());
    assertEquals(900, files.length(Bytes.utf8("/root/f300")));
  }

  /** Of one that was removed since its folder was read, the listing knows no more than the name. */
  @Test
  void aNameThatIsGoneFailsAloneAndTheOthersCome() throws IOException {
    FakeFiles files = new FakeFiles();
    Path out = Files.createDirectory(dir.resolve("out"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(out.resolve("gone" + i), "x");
    }
    Files.writeString(out.resolve("a"), "x");
    Files.writeString(out.resolve("b"), "y");
    Told told =
        new Told() {
          @Override
          public void started(Bytes path) {
            // The first file, whichever it is, takes the others with it.
            for (int i = 0; i < 20; i++) {
              try {
                Files.deleteIfExists(out.resolve("gone" + i));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }
        };
    try (FakePeer peer = start(files)) {
      peer.client()
          .transfer(TransferOptions.DEFAULTS)
          .uploadTree(bytes(out), local, Bytes.utf8("/new"), told);
    }
    assertTrue(told.failed.size() >= 19, told.failed.toString());
    assertTrue(told.skipped.isEmpty(), told.skipped.toString());
    assertTrue(told.done.containsKey(out + "/a") && told.done.containsKey(out + "/b"));
  }

  /** CVE-2019-6111 and its kin: nothing is written outside, and the rest is still copied. */
  @Test
  @Tag("F1")
  void namesThatLeadElsewhereAreRefused() throws IOException {
    FakeFiles files = new FakeFiles();
    folder(
        files,
        "/root",
        FakeFiles.entry("../evil", FILE, 3),
        FakeFiles.entry("/etc/evil", FILE, 3),
        FakeFiles.entry("a/b", FILE, 3),
        FakeFiles.entry("", FILE, 3),
        FakeFiles.entry("nul\0", FILE, 3),
        FakeFiles.entry("..", FILE, 3),
        FakeFiles.entry(".", FILE, 3),
        FakeFiles.entry("..", FOLDER, 3),
        FakeFiles.entry("sub/../..", FOLDER, 3),
        FakeFiles.entry("back\\slash", FILE, 3),
        FakeFiles.entry("new\nline", FILE, 3),
        FakeFiles.entry("good", FILE, 3));
    for (String good : List.of("good", "back\\slash", "new\nline")) {
      file(files, "/root/" + good, random(3));
    }
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client()
          .transfer(TransferOptions.DEFAULTS)
          .downloadTree(ROOT, bytes(dir.resolve("out")), local, told);
    }
    assertEquals(3, told.done.size());
    assertEquals(6, told.failed.size(), told.failed.toString());
    assertTrue(told.failed.values().stream().allMatch(m -> m.contains("the server listed")));
    assertEquals(List.of("out"), below(dir).stream().filter(p -> !p.startsWith("out/")).toList());
    assertEquals(3, below(dir.resolve("out")).size());
  }

  @Test
  @Tag("F1")
  void modesHaveNoSpecialBits() throws IOException {
    FakeFiles files = new FakeFiles();
    folder(files, "/root", FakeFiles.entry("setuid", 0107777, 3));
    file(files, "/root/setuid", random(3));
    Path out = dir.resolve("out");
    try (FakePeer peer = start(files)) {
      for (boolean preserve : new boolean[] {false, true}) {
        peer.client()
            .transfer(TransferOptions.DEFAULTS.withPreserve(preserve))
            .downloadTree(ROOT, bytes(out), local, new Told());
        int mode = (int) Files.getAttribute(out.resolve("setuid"), "unix:mode");
        assertEquals(0, mode & 07000);
      }
    }
  }

  @Test
  void whatFailsIsToldAndTheRestComes() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            boolean refused =
                switch (request) {
                  case SftpRequest.Open o -> o.filename().utf8().endsWith("secret");
                  case SftpRequest.Read r -> r.handle().utf8().endsWith("broken");
                  case SftpRequest.Opendir o -> o.path().utf8().endsWith("closed");
                  default -> false;
                };
            return refused ? FakePeer.status(request, SftpStatus.PERMISSION_DENIED) : null;
          }
        };
    folder(
        files,
        "/root",
        FakeFiles.entry("secret", FILE, 3),
        FakeFiles.entry("broken", FILE, 3),
        FakeFiles.entry("shorter", FILE, 300),
        FakeFiles.entry("grown", FILE, 0),
        FakeFiles.entry("vanished", FILE, 3),
        FakeFiles.entry("large-vanished", FILE, 30_000),
        FakeFiles.entry("closed", FOLDER, 0),
        FakeFiles.entry("clash", FOLDER, 0),
        FakeFiles.entry("link", 0120777, 3),
        FakeFiles.entry("fifo", 0010644, 0),
        FakeFiles.entry("good", FILE, 3));
    folder(files, "/root/closed");
    folder(files, "/root/clash", FakeFiles.entry("inside", FILE, 3));
    file(files, "/root/broken", random(3));
    file(files, "/root/secret", random(3));
    file(files, "/root/shorter", random(200));
    file(files, "/root/grown", random(5000));
    file(files, "/root/good", random(3));
    Path out = Files.createDirectory(dir.resolve("out"));
    Files.createFile(out.resolve("clash"));
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client().transfer(TransferOptions.DEFAULTS).downloadTree(ROOT, bytes(out), local, told);
      assertTrue(peer.client().isOpen());
    }
    assertEquals(
        List.of(
            "/root/broken",
            "/root/clash",
            "/root/closed",
            "/root/large-vanished",
            "/root/secret",
            "/root/shorter",
            "/root/vanished"),
        List.copyOf(told.failed.keySet()));
    assertTrue(
        String.valueOf(told.failed.get("/root/shorter")).contains("200 bytes of 300"),
        told.failed.toString());
    assertEquals(TransferListener.Skipped.SYMLINK, told.skipped.get("/root/link"));
    assertEquals(TransferListener.Skipped.NOT_A_REGULAR_FILE, told.skipped.get("/root/fifo"));
    assertArrayEquals(random(5000), Files.readAllBytes(out.resolve("grown")));
    assertArrayEquals(random(3), Files.readAllBytes(out.resolve("good")));
  }

  /** A server whose folders never end is left at OpenSSH's depth. */
  @Test
  void anEndlessDepthEnds() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Opendir o
                ? new SftpReply.Handle(o.id(), o.path())
                : null;
          }

          @Override
          SftpReply usual(SftpRequest request) {
            if (request instanceof SftpRequest.Readdir r) {
              folders.putIfAbsent(r.handle(), List.of(FakeFiles.entry("d", FOLDER, 0)));
            }
            return super.usual(request);
          }
        };
    folder(files, "/root", FakeFiles.entry("d", FOLDER, 0));
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client()
          .transfer(TransferOptions.DEFAULTS)
          .downloadTree(ROOT, bytes(dir.resolve("out")), local, told);
    }
    assertEquals(1, told.failed.size());
    assertTrue(told.failed.firstEntry().getValue().contains("folders deep"));
    assertEquals(TreeRules.MAX_DEPTH + 1, told.folders.size());
  }

  @Test
  void aTreeGoesWhole() throws IOException {
    Path in = dir.resolve("in");
    Files.createDirectories(in.resolve("sub"));
    for (int i = 0; i < 100; i++) {
      Files.write(in.resolve("f" + i), random(i * 20));
    }
    Files.write(in.resolve("sub/deep"), random(3));
    Files.createSymbolicLink(in.resolve("link"), Path.of("f1"));
    Files.setPosixFilePermissions(in.resolve("sub"), PosixFilePermissions.fromString("r-x------"));
    FakeFiles files = new FakeFiles();
    files.shuffled = true;
    folder(files, "/root");
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client()
          .transfer(TransferOptions.DEFAULTS.withPreserve(true))
          .uploadTree(bytes(in), local, ROOT, told);
    }
    assertTrue(told.failed.isEmpty(), told.failed.toString());
    assertEquals(101, told.done.size());
    assertEquals(1, told.skipped.size());
    for (int i = 0; i < 100; i++) {
      assertArrayEquals(random(i * 20), files.files.get(Bytes.utf8("/root/f" + i)));
    }
    assertArrayEquals(random(3), files.files.get(Bytes.utf8("/root/sub/deep")));
    // The folder is writable until all is in it.
    int last = -1;
    for (int i = 0; i < files.seen.size(); i++) {
      if (files.seen.get(i) instanceof SftpRequest.Setstat s
          && s.path().equals(Bytes.utf8("/root/sub"))) {
        assertEquals(0500, s.attrs().permissions().orElseThrow() & 07777);
        last = i;
      } else if (files.seen.get(i) instanceof SftpRequest.Close c
          && c.handle().equals(Bytes.utf8("/root/sub/deep"))) {
        assertEquals(-1, last);
      }
    }
    assertTrue(last > 0);
  }

  @Test
  @Tag("F2")
  void aFailedWriteOfASmallFileIsTold() throws IOException {
    Path in = Files.createDirectory(dir.resolve("in"));
    for (int i = 0; i < 64; i++) {
      Files.write(in.resolve("f" + i), random(10));
    }
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Write w && w.handle().utf8().endsWith("f33")
                ? FakePeer.status(request, SftpStatus.FAILURE)
                : null;
          }
        };
    files.shuffled = true;
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client().transfer(TransferOptions.DEFAULTS).uploadTree(bytes(in), local, ROOT, told);
    }
    assertEquals(List.of(in.resolve("f33").toString()), List.copyOf(told.failed.keySet()));
    assertEquals(63, told.done.size());
  }

  @Test
  void aFolderThatCannotBeMadeIsLeftOut() throws IOException {
    Files.createDirectories(dir.resolve("in/bad/deeper"));
    Files.createDirectories(dir.resolve("in/there"));
    Files.write(dir.resolve("in/bad/f"), random(3));
    Files.write(dir.resolve("in/there/f"), random(3));
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Mkdir m && m.path().utf8().endsWith("bad")
                ? FakePeer.status(request, SftpStatus.FAILURE)
                : null;
          }
        };
    folder(files, "/root/there");
    Told told = new Told();
    try (FakePeer peer = start(files)) {
      peer.client()
          .transfer(TransferOptions.DEFAULTS)
          .uploadTree(bytes(dir.resolve("in")), local, ROOT, told);
    }
    assertEquals(List.of(dir.resolve("in/bad").toString()), List.copyOf(told.failed.keySet()));
    assertEquals(1, told.done.size());
    assertFalse(files.files.containsKey(Bytes.utf8("/root/bad/f")));
  }

  @Test
  void theEndOfTheConnectionEndsIt() throws IOException {
    FakeFiles files =
        new FakeFiles() {
          @Override
          @Nullable SftpReply instead(SftpRequest request) {
            return request instanceof SftpRequest.Read
                ? new SftpReply.Status(request.id() + 77, 0, "", "")
                : null;
          }
        };
    folder(files, "/root", FakeFiles.entry("f", FILE, 3), FakeFiles.entry("g", FILE, 3));
    file(files, "/root/f", random(3));
    file(files, "/root/g", random(3));
    try (FakePeer peer = start(files)) {
      SftpException e =
          assertThrows(
              SftpException.class,
              () ->
                  peer.client()
                      .transfer(TransferOptions.DEFAULTS)
                      .downloadTree(ROOT, bytes(dir.resolve("out")), local, new Told()));
      assertEquals(SftpStatus.BAD_MESSAGE, e.status());
    }
  }

  @Test
  void aCancelledTreeLeavesTheConnectionUsable() throws IOException {
    Cancellation cancellation = new Cancellation();
    FakeFiles files = new FakeFiles();
    DirectoryEntry[] entries = new DirectoryEntry[200];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = FakeFiles.entry("f" + i, FILE, 3);
      file(files, "/root/f" + i, random(3));
    }
    folder(files, "/root", entries);
    Told told =
        new Told() {
          @Override
          public void done(Bytes path, long bytes) {
            super.done(path, bytes);
            if (done.size() == 20) {
              cancellation.cancel();
            }
          }
        };
    try (FakePeer peer = start(files)) {
      assertThrows(
          TransferCancelledException.class,
          () ->
              peer.client()
                  .transfer(TransferOptions.DEFAULTS.withCancellation(cancellation))
                  .downloadTree(ROOT, bytes(dir.resolve("out")), local, told));
      assertTrue(told.done.size() < 200);
      // A handle that comes late is closed when it comes.
      do {
        assertTrue(peer.client().stat(ROOT).isDirectory());
      } while (files.count(SftpRequest.Open.class) + files.count(SftpRequest.Opendir.class)
          > files.count(SftpRequest.Close.class));
    }
  }
}
