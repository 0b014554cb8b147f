package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.Cancellation;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.DirectoryListing;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileSource;
import dev.aikagi.sftp.FileSystemStatistics;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.PathFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpExtension;
import dev.aikagi.sftp.SftpFile;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.sftp.Transfer;
import dev.aikagi.sftp.TransferCancelledException;
import dev.aikagi.sftp.TransferListener;
import dev.aikagi.sftp.TransferOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library's SFTP client against OpenSSH's sftp-server, over pipes. */
@Timeout(120)
class OpenSshSftpServerTest {
  /** Many blocks, and no multiple of one. */
  private static final int LARGE = 24 * 1024 * 1024 + 12_345;

  private static final Set<OpenFlag> WRITING =
      EnumSet.of(OpenFlag.READ, OpenFlag.WRITE, OpenFlag.CREATE);

  @TempDir private Path dir;
  private final PathFiles local = new PathFiles();
  private Process process;
  private SftpClient client;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(Peer.required("sftp-server"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .directory(dir.toFile())
            .start();
    client =
        SftpClient.over(
            process.getInputStream(), process.getOutputStream(), SftpClientOptions.DEFAULTS);
  }

  @AfterEach
  void stop() throws InterruptedException {
    // A peer that is not installed has ended the start.
    if (client != null) {
      client.close();
      // It was told to end by a signal where that is what the test is about.
      assertTrue(List.of(0, 128 + 15).contains(process.waitFor()));
    }
  }

  private static Bytes bytes(Path path) {
    return Bytes.utf8(path.toString());
  }

  private static byte[] random(int length) {
    byte[] out = new byte[length];
    new Random(length).nextBytes(out);
    return out;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(dir.resolve(name), content);
  }

  private Transfer transfer() {
    return client.transfer(TransferOptions.DEFAULTS);
  }

  private static final class Told implements TransferListener {
    private final TreeMap<String, IOException> failed = new TreeMap<>();
    private final Set<String> skipped = new HashSet<>();
    private int done;

    @Override
    public void done(Bytes path, long bytes) {
      done++;
    }

    @Override
    public void skipped(Bytes path, Skipped why) {
      skipped.add(path.utf8());
    }

    @Override
    public void failed(Bytes path, IOException why) {
      failed.put(path.utf8(), why);
    }
  }

  @Test
  void filesOfAllSizesGoBothWays() throws IOException {
    for (int length : new int[] {0, 1, 4096, 261_119, 261_120, 261_121, 2 * 261_120, LARGE}) {
      Path in = file("in", random(length));
      assertEquals(length, transfer().upload(bytes(in), local, bytes(dir.resolve("up"))));
      assertEquals(-1, Files.mismatch(in, dir.resolve("up")));
      assertEquals(length, transfer().download(bytes(in), bytes(dir.resolve("down")), local));
      assertEquals(-1, Files.mismatch(in, dir.resolve("down")));
    }
  }

  @Test
  void aPartIsGoneOnWith() throws IOException {
    byte[] content = random(LARGE);
    Path in = file("in", content);
    Transfer resuming = client.transfer(TransferOptions.DEFAULTS.withResume(true));
    Path down = file("down", Arrays.copyOf(content, 5_000_000));
    assertEquals(LARGE - 5_000_000, resuming.download(bytes(in), bytes(down), local));
    assertEquals(-1, Files.mismatch(in, down));
    Path up = file("up", Arrays.copyOf(content, 7_000_001));
    assertEquals(LARGE - 7_000_001, resuming.upload(bytes(in), local, bytes(up)));
    assertEquals(-1, Files.mismatch(in, up));
    assertEquals(0, resuming.upload(bytes(in), local, bytes(up)));
    Path longer = file("longer", new byte[LARGE + 1]);
    assertThrows(SftpException.class, () -> resuming.upload(bytes(in), local, bytes(longer)));
  }

  @Test
  void timesAndModesComeAlong() throws IOException {
    Path in = file("in", random(10));
    Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(in, FileTime.fromMillis(1_234_567_000L));
    Transfer preserving = client.transfer(TransferOptions.DEFAULTS.withPreserve(true));
    preserving.upload(bytes(in), local, bytes(dir.resolve("up")));
    preserving.download(bytes(in), bytes(dir.resolve("down")), local);
    for (String name : List.of("up", "down")) {
      Path out = dir.resolve(name);
      assertEquals("rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
      assertEquals(1_234_567_000L, Files.getLastModifiedTime(out).toMillis());
    }
  }

  /** Also what has no size, and what is refused. */
  @Test
  void filesThatAreSpecial() throws IOException {
    Path out = dir.resolve("out");
    transfer().download(Bytes.utf8("/proc/self/status"), bytes(out), local);
    assertTrue(Files.readString(out).contains("sftp-server"));
    SftpException none =
        assertThrows(
            SftpException.class,
            () -> transfer().download(bytes(dir.resolve("none")), bytes(out), local));
    assertEquals(SftpStatus.NO_SUCH_FILE, none.status());
    assertThrows(SftpException.class, () -> transfer().download(bytes(dir), bytes(out), local));
    assertThrows(
        SftpException.class,
        () -> transfer().upload(bytes(out), local, bytes(dir.resolve("none/file"))));
    // Each write of it fails.
    try (FileSource source = FileSource.of(file("in", random(LARGE)))) {
      SftpException full =
          assertThrows(
              SftpException.class, () -> transfer().upload(source, Bytes.utf8("/dev/full")));
      assertEquals("write", full.operation());
    }
    assertTrue(client.isOpen());
  }

  @Test
  void cancellingLeavesTheConnectionUsable() throws IOException {
    Path in = file("in", random(LARGE));
    Cancellation cancellation = new Cancellation();
    TransferOptions options =
        TransferOptions.DEFAULTS
            .withCancellation(cancellation)
            .withProgress(
                (bytes, total) -> {
                  assertEquals(LARGE, total);
                  cancellation.cancel();
                });
    assertThrows(
        TransferCancelledException.class,
        () -> client.transfer(options).download(bytes(in), bytes(dir.resolve("out")), local));
    assertThrows(
        TransferCancelledException.class,
        () -> client.transfer(options).upload(bytes(in), local, bytes(dir.resolve("out"))));
    transfer().download(bytes(in), bytes(dir.resolve("out")), local);
    assertEquals(-1, Files.mismatch(in, dir.resolve("out")));
  }

  private void makeTree(Path root) throws IOException {
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createDirectories(root.resolve("empty"));
    for (int i = 0; i < 300; i++) {
      Path folder = root.resolve(List.of("a", "a/b", "a/b/c", "").get(i % 4));
      Files.write(folder.resolve("file " + i), random(i * 37));
    }
    Files.write(root.resolve("large"), random(3_000_000));
    Files.write(root.resolve("new\nline"), random(3));
    Files.write(root.resolve("x".repeat(255)), random(3));
    Files.createSymbolicLink(root.resolve("link"), Path.of("large"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
    Files.setPosixFilePermissions(
        root.resolve("a/b/c"), PosixFilePermissions.fromString("r-xr-x---"));
  }

  private static void sameTree(Path wanted, Path got) throws IOException {
    List<String> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(wanted)) {
      for (Path p : all.toList()) {
        Path other = got.resolve(wanted.relativize(p).toString());
        if (Files.isSymbolicLink(p)) {
          assertFalse(Files.exists(other), other.toString());
          continue;
        }
        paths.add(p.toString());
        assertEquals(
            Files.getPosixFilePermissions(p),
            Files.getPosixFilePermissions(other),
            other.toString());
        if (Files.isRegularFile(p)) {
          assertEquals(-1, Files.mismatch(p, other), other.toString());
        }
      }
    }
    try (Stream<Path> all = Files.walk(got)) {
      assertEquals(paths.size(), all.count());
    }
  }

  @Test
  void foldersGoBothWays() throws IOException {
    Path root = Files.createDirectory(dir.resolve("root"));
    makeTree(root);
    Told down = new Told();
    transfer().downloadTree(bytes(root), bytes(dir.resolve("down")), local, down);
    Told up = new Told();
    transfer().uploadTree(bytes(root), local, bytes(dir.resolve("up")), up);
    for (Told told : List.of(down, up)) {
      assertEquals(Set.of(), told.failed.keySet());
      assertEquals(303, told.done);
      assertEquals(
          Set.of(root.resolve("link").toString(), root.resolve("loop").toString()), told.skipped);
    }
    sameTree(root, dir.resolve("down"));
    sameTree(root, dir.resolve("up"));
    // Once more over what is there.
    transfer().uploadTree(bytes(root), local, bytes(dir.resolve("up")), up);
    transfer().downloadTree(bytes(root), bytes(dir.resolve("down")), local, down);
    assertEquals(Set.of(), up.failed.keySet());
    assertEquals(Set.of(), down.failed.keySet());
  }

  @Test
  void linksAreFollowedOnRequest() throws IOException {
    Path root = Files.createDirectory(dir.resolve("root"));
    Files.createDirectory(root.resolve("folder"));
    Files.write(root.resolve("folder/file"), random(30));
    Files.createSymbolicLink(root.resolve("link"), Path.of("folder/file"));
    Files.createSymbolicLink(root.resolve("folder2"), Path.of("folder"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
    Transfer following = client.transfer(TransferOptions.DEFAULTS.withFollowLinks(true));
    Told down = new Told();
    following.downloadTree(bytes(root), bytes(dir.resolve("down")), local, down);
    Told up = new Told();
    following.uploadTree(bytes(root), local, bytes(dir.resolve("up")), up);
    for (Told told : List.of(down, up)) {
      assertEquals(Set.of(root.resolve("dangling").toString()), told.failed.keySet());
      assertEquals(3, told.done);
    }
    assertArrayEquals(random(30), Files.readAllBytes(dir.resolve("down/folder2/file")));
    assertArrayEquals(random(30), Files.readAllBytes(dir.resolve("up/link")));
  }

  @Test
  void namesAndLinks() throws IOException {
    Path file = file("file", random(10));
    assertEquals(bytes(dir.toRealPath()), client.realPath(Bytes.utf8(".")));
    assertEquals(bytes(dir.toRealPath()), client.realPath(Bytes.EMPTY));
    // Its own user's home is for this server where it was started.
    assertEquals(bytes(dir.toRealPath()), client.expandPath(Bytes.utf8("~")));
    assertEquals(Bytes.utf8("/root/x"), client.expandPath(Bytes.utf8("~root/x")));
    assertEquals(client.realPath(Bytes.utf8(".")), client.expandPath(Bytes.utf8(".")));
    Bytes link = bytes(dir.resolve("link"));
    client.symlink(Bytes.utf8("file"), link);
    assertEquals(Path.of("file"), Files.readSymbolicLink(dir.resolve("link")));
    assertEquals(Bytes.utf8("file"), client.readLink(link));
    assertTrue(client.lstat(link).isSymlink());
    assertTrue(client.stat(link).isRegularFile());
    assertEquals(10, client.stat(link).size().orElseThrow());
    client.lsetStat(link, FileAttributes.NONE.withTimes(11, 22));
    assertEquals(22, client.lstat(link).times().orElseThrow().mtime());
    client.hardLink(bytes(file), bytes(dir.resolve("second")));
    assertTrue(Files.isSameFile(file, dir.resolve("second")));
    client.setStat(bytes(file), FileAttributes.NONE.withPermissions(0600).withSize(4));
    assertEquals(4, Files.size(file));
    client.mkdir(bytes(dir.resolve("folder")), FileAttributes.NONE.withPermissions(0700));
    client.rmdir(bytes(dir.resolve("folder")));
    client.remove(link);
    assertFalse(Files.exists(dir.resolve("link")));
    assertEquals(
        SftpStatus.NO_SUCH_FILE,
        assertThrows(SftpException.class, () -> client.remove(link)).status());
  }

  @Test
  void renamingReplacesWhereThatIsWanted() throws IOException {
    Path a = file("a", random(3));
    Path b = file("b", random(5));
    assertThrows(
        SftpException.class, () -> client.rename(bytes(a), bytes(b), SftpClient.RenameMode.PLAIN));
    client.rename(bytes(a), bytes(b), SftpClient.RenameMode.REPLACE);
    assertArrayEquals(random(3), Files.readAllBytes(b));
    client.rename(bytes(b), bytes(a), SftpClient.RenameMode.PLAIN);
    client.rename(bytes(a), bytes(b), SftpClient.RenameMode.REPLACE_IF_POSSIBLE);
    assertFalse(Files.exists(a));
  }

  @Test
  void fileSystemsAndUsers() throws IOException {
    FileSystemStatistics s = client.statvfs(bytes(dir));
    assertTrue(s.blocks() > 0 && s.fragmentSize() >= 512, s.toString());
    assertEquals(255, s.maxNameLength());
    try (SftpFile file = client.open(bytes(file("f", random(3))))) {
      assertEquals(s.fileSystemId(), file.statvfs().fileSystemId());
    }
    if (client.supports(SftpExtension.HOME_DIRECTORY)) {
      assertEquals(
          Bytes.utf8(System.getProperty("user.home")),
          client.homeDirectory(Bytes.utf8(System.getProperty("user.name"))));
    }
    if (client.supports(SftpExtension.USERS_GROUPS_BY_ID)) {
      assertEquals(
          List.of(Bytes.utf8("root"), Bytes.EMPTY), client.userNames(List.of(0L, 4_000_000_123L)));
      assertEquals(List.of(Bytes.utf8("root")), client.groupNames(List.of(0L)));
    }
    assertTrue(client.limits().maxReadLength() > 0);
  }

  @Test
  void onTheServerFromFileToFile() throws IOException {
    byte[] content = random(LARGE);
    try (SftpFile from = client.open(bytes(file("from", content)));
        SftpFile to = client.open(bytes(dir.resolve("to")), WRITING, FileAttributes.NONE)) {
      assertEquals(LARGE, client.copyData(from, 0, -1, to, 0));
      assertEquals(1000, client.copyData(from, 5, 1000, to, 0));
    }
    byte[] wanted = content.clone();
    System.arraycopy(content, 5, wanted, 0, 1000);
    assertArrayEquals(wanted, Files.readAllBytes(dir.resolve("to")));
  }

  @Test
  void streamsAndChannels() throws IOException {
    byte[] content = random(3_000_000);
    Path path = dir.resolve("file");
    try (SftpFile file =
        client.open(bytes(path), WRITING, FileAttributes.NONE.withPermissions(0600))) {
      try (OutputStream out = file.outputStream(0)) {
        out.write(content);
      }
      file.fsync();
      try (InputStream in = file.inputStream(0)) {
        assertArrayEquals(content, in.readAllBytes());
      }
      assertEquals(0600, file.stat().permissions().orElseThrow() & 07777);
    }
    try (SeekableByteChannel channel = client.open(bytes(path)).channel()) {
      ByteBuffer all = ByteBuffer.allocate(content.length + 1);
      assertEquals(content.length, channel.read(all));
      assertArrayEquals(content, Arrays.copyOf(all.array(), content.length));
      assertEquals(-1, channel.read(all));
      assertThrows(SftpException.class, () -> channel.write(ByteBuffer.wrap(content)));
    }
  }

  @Test
  void aFolderOfTenThousandFiles() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(folder.resolve("f" + i));
    }
    Set<Bytes> names = new HashSet<>();
    try (DirectoryListing list = client.list(bytes(folder))) {
      for (Optional<DirectoryEntry> e = list.next(); e.isPresent(); e = list.next()) {
        assertTrue(names.add(e.get().name()));
      }
    }
    assertEquals(10_002, names.size());
    try (DirectoryListing list = client.list(bytes(folder))) {
      assertTrue(list.next().isPresent());
    }
    assertEquals(
        SftpStatus.NO_SUCH_FILE,
        assertThrows(SftpException.class, () -> client.list(bytes(dir.resolve("none")))).status());
  }

  @Test
  @Tag("F1")
  void namesNeedNoEncoding() throws IOException {
    byte[] name = bytes(dir.resolve("caf_")).toArray();
    name[name.length - 1] = (byte) 0xe9;
    Bytes path = Bytes.of(name);
    client.open(path, WRITING, FileAttributes.NONE).close();
    try (DirectoryListing list = client.list(bytes(dir))) {
      boolean found = false;
      for (Optional<DirectoryEntry> e = list.next(); e.isPresent(); e = list.next()) {
        found |= e.get().name().equals(Bytes.of("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)));
      }
      assertTrue(found);
    }
    client.remove(path);
  }

  @Test
  void itsDeathIsTold() {
    process.destroy();
    SftpException e =
        assertThrows(
            SftpException.class,
            () -> {
              while (true) {
                client.stat(Bytes.utf8("/"));
              }
            });
    assertEquals("stat", e.operation());
    assertFalse(client.isOpen());
  }
}
