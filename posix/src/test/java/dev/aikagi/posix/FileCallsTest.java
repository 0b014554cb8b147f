package dev.aikagi.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The calls against what the JDK sees of the same files. */
@Timeout(60)
class FileCallsTest {
  /** No UTF-8, a line feed and an escape: all that a name may have. */
  private static final byte[] STRANGE = "n\u00ff\n\u001b[1m".getBytes(ISO_8859_1);

  @TempDir private Path temporary;

  private FileCalls calls;
  private OpenFile folder;

  @BeforeEach
  void open() throws Exception {
    calls = new FileCalls();
    folder =
        calls.open(
            OpenFile.workingFolder(calls),
            temporary.toString().getBytes(UTF_8),
            OpenFlags.PATH_ONLY | OpenFlags.FOLDER,
            0);
  }

  @AfterEach
  void close() {
    folder.close();
    calls.close();
  }

  private static byte[] name(String text) {
    return text.getBytes(UTF_8);
  }

  private OpenFile made(String name) throws PosixException {
    return calls.open(
        folder, name(name), OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE, 0640);
  }

  private static int failing(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(PosixException.class, call).errno();
  }

  @Test
  void statusIsThatOfTheJdk() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "hello");
    Files.createSymbolicLink(temporary.resolve("link"), Path.of("file"));
    Files.createLink(temporary.resolve("other"), file);
    FileStatus status = calls.status(folder, name("link"), true);
    assertEquals(Files.getAttribute(file, "unix:mode"), status.mode());
    assertEquals(Files.getAttribute(file, "unix:ino"), status.inode());
    assertEquals(Files.getAttribute(file, "unix:uid"), status.uid());
    assertEquals(Files.getAttribute(file, "unix:gid"), status.gid());
    assertEquals(2, status.links());
    assertEquals(5, status.size());
    assertEquals(Files.getLastModifiedTime(file).toMillis() / 1000, status.modified());
    assertTrue(status.isRegular());
    assertTrue(status.isSameFile(calls.status(folder, name("other"), false)));
    FileStatus link = calls.status(folder, name("link"), false);
    assertTrue(link.isSymbolicLink());
    assertFalse(link.isSameFile(status));
    assertTrue(calls.status(folder, new byte[0], true).isFolder());
    assertEquals(Errno.ENOENT, failing(() -> calls.status(folder, name("none"), true)));
    assertEquals(Errno.ENOTDIR, failing(() -> calls.status(folder, name("file/x"), true)));
  }

  @Test
  void bytesGoInAndOutAtTheirOffsets() throws Exception {
    byte[] data = new byte[FileCalls.MAX_TRANSFER + 1000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31);
    }
    try (OpenFile file = made("data")) {
      file.write(7, data, 5, data.length - 5);
      assertEquals(data.length + 2L, file.status().size());
      byte[] back = new byte[100];
      assertEquals(90, file.read(1007, back, 10, 90));
      for (int i = 0; i < 90; i++) {
        assertEquals(data[1005 + i], back[10 + i]);
      }
      assertEquals(0, file.read(1L << 40, back, 0, 10));
      assertEquals(0, file.read(0, back, 0, 0));
      assertEquals(Errno.EINVAL, failing(() -> file.read(-1, back, 0, 10)));
      file.changeSize(3);
      file.sync();
      assertEquals(3, file.status().size());
    }
    try (OpenFile file = calls.open(folder, name("data"), OpenFlags.WRITE | OpenFlags.APPEND, 0)) {
      file.write(0, name("end"), 0, 3);
      assertEquals(Errno.EBADF, failing(() -> file.read(0, new byte[1], 0, 1)));
    }
    assertEquals(6, Files.size(temporary.resolve("data")));
  }

  @Test
  void aFileIsCopiedWithinTheKernelAndByHand() throws Exception {
    byte[] data = new byte[300_000];
    data[0] = 1;
    data[299_999] = 2;
    Files.write(temporary.resolve("from"), data);
    try (OpenFile from = calls.open(folder, name("from"), OpenFlags.READ, 0);
        OpenFile to = made("to")) {
      assertEquals(300_000, from.copyTo(0, to, 0, Long.MAX_VALUE));
      assertArrayEquals(data, Files.readAllBytes(temporary.resolve("to")));
      assertEquals(10, from.copyTo(299_990, to, 0, 100));
      assertEquals(2, Files.readAllBytes(temporary.resolve("to"))[9]);
      assertEquals(0, from.copyTo(400_000, to, 0, 100));
    }
    // A file that the kernel does not copy says that it is empty.
    try (OpenFile from = calls.open(folder, name("/proc/self/status"), OpenFlags.READ, 0);
        OpenFile to = made("status")) {
      assertTrue(from.copyTo(0, to, 0, Long.MAX_VALUE) > 100);
    }
  }

  @Test
  void namesAreBytes() throws Exception {
    calls.makeFolder(folder, STRANGE, 0700);
    Set<String> names = new TreeSet<>();
    try (OpenFolder opened =
        new OpenFolder(calls.open(folder, new byte[] {'.'}, OpenFlags.FOLDER, 0))) {
      for (byte[] name = opened.next(); name != null; name = opened.next()) {
        names.add(new String(name, ISO_8859_1));
      }
    }
    assertEquals(Set.of(".", "..", new String(STRANGE, ISO_8859_1)), names);
    calls.removeFolder(folder, STRANGE);
    assertThrows(
        IllegalArgumentException.class, () -> calls.remove(folder, new byte[] {'a', 0, 'b'}));
    assertEquals(
        Errno.ENAMETOOLONG,
        failing(() -> calls.remove(folder, name("x".repeat(FileCalls.MAX_PATH)))));
  }

  @Test
  void allNamesOfALargeFolderComeOnce() throws Exception {
    for (int i = 0; i < 3000; i++) {
      made("a-name-that-is-not-short-" + i).close();
    }
    int count = 0;
    try (OpenFolder opened =
        new OpenFolder(calls.open(folder, new byte[] {'.'}, OpenFlags.FOLDER, 0))) {
      while (opened.next() != null) {
        count++;
      }
    }
    assertEquals(3002, count);
  }

  @Test
  void attributesAreSet() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("file"));
    calls.changeMode(folder, name("link"), 0604, true);
    assertEquals(0100604, Files.getAttribute(file, "unix:mode"));
    assertEquals(
        Errno.EOPNOTSUPP, failing(() -> calls.changeMode(folder, name("link"), 0600, false)));
    calls.changeTimes(folder, name("link"), 1000, 2000, false);
    assertEquals(
        2000, Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000);
    calls.changeTimes(folder, name("link"), 1000, 3000, true);
    assertEquals(3000, Files.getLastModifiedTime(file).toMillis() / 1000);
    // What is only named can be changed too, without its name.
    try (OpenFile named = calls.open(folder, name("file"), OpenFlags.PATH_ONLY, 0)) {
      calls.changeMode(named, new byte[0], 0640, true);
      assertEquals(0100640, named.status().mode());
      calls.changeTimes(named, new byte[0], 1, 2, true);
      assertEquals(2, named.status().modified());
      FileStatus owner = named.status();
      calls.changeOwner(named, new byte[0], owner.uid(), owner.gid(), true);
    }
  }

  @Test
  void namesAreLinkedRenamedAndRemoved() throws Exception {
    Files.writeString(temporary.resolve("a"), "a");
    Files.writeString(temporary.resolve("b"), "b");
    assertEquals(
        Errno.EEXIST, failing(() -> calls.renameToNew(folder, name("a"), folder, name("b"))));
    calls.renameToNew(folder, name("a"), folder, name("c"));
    calls.rename(folder, name("c"), folder, name("b"));
    assertEquals("a", Files.readString(temporary.resolve("b")));
    calls.symbolicLink(STRANGE, folder, name("link"));
    assertArrayEquals(STRANGE, calls.readLink(folder, name("link")));
    assertEquals(Errno.EINVAL, failing(() -> calls.readLink(folder, name("b"))));
    calls.hardLink(folder, name("link"), folder, name("other"));
    assertTrue(calls.status(folder, name("other"), false).isSymbolicLink());
    calls.remove(folder, name("link"));
    assertEquals(Errno.ENOENT, failing(() -> calls.remove(folder, name("link"))));
  }

  @Test
  void aPipeThatNobodyWritesToDoesNotMakeItWait() throws Exception {
    Path pipe = temporary.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    calls.open(folder, name("pipe"), OpenFlags.READ, 0).close();
  }

  @Test
  @Tag("F3")
  void nothingLeadsOutOfTheRoot() throws Exception {
    Files.writeString(temporary.resolve("secret"), "secret");
    Path inside = Files.createDirectory(temporary.resolve("root"));
    Files.createDirectory(inside.resolve("sub"));
    Files.createSymbolicLink(inside.resolve("absolute"), temporary.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(inside.resolve("magic"), Path.of("/proc/self/root"));
    try (OpenFile root =
        calls.open(folder, name("root"), OpenFlags.PATH_ONLY | OpenFlags.FOLDER, 0)) {
      for (String path :
          new String[] {
            "../secret",
            "/../secret",
            "sub/../../secret",
            "absolute",
            "up",
            "magic/etc/passwd",
            temporary.resolve("secret").toString()
          }) {
        assertEquals(
            Errno.ENOENT,
            failing(() -> calls.openInRoot(root, name(path), OpenFlags.READ, 0)),
            path);
      }
      // A link of the client's to a name outside makes a file inside.
      Files.createSymbolicLink(inside.resolve("new"), Path.of("/fresh"));
      calls.openInRoot(root, name("new"), OpenFlags.WRITE | OpenFlags.CREATE, 0600).close();
      assertTrue(Files.exists(inside.resolve("fresh")));
    }
  }

  @Test
  void fileSystemsTellTheirSize() throws Exception {
    try (OpenFile file = made("x")) {
      FileSystemStatus status = file.fileSystem();
      assertEquals(
          Files.getFileStore(temporary).getTotalSpace(), status.blocks() * status.fragmentSize());
      assertTrue(status.longestName() >= 143);
    }
  }
}
