package dev.aikagi.tools.sftpserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.ServedFile;
import dev.aikagi.sftp.ServedFiles;
import dev.aikagi.sftp.ServedFolder;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PosixServedFilesTest {
  private static final Bytes STRANGE = Bytes.of((byte) 'n', (byte) 0xff, (byte) '\n');

  @TempDir private Path temporary;

  private Path secret;
  private Path root;

  @BeforeEach
  void makeFiles() throws IOException {
    temporary = temporary.toRealPath();
    secret = Files.writeString(temporary.resolve("secret"), "secret");
    root = Files.createDirectory(temporary.resolve("root"));
    Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("file"), "hello");
    Files.createDirectory(temporary.resolve("root2"));
    Files.writeString(temporary.resolve("root2/secret"), "secret");
  }

  private PosixServedFiles rooted() throws IOException {
    return PosixServedFiles.ofFolder(path(root.toString()), path("/"));
  }

  private PosixServedFiles system() throws IOException {
    return PosixServedFiles.ofSystem(path(root.toString()));
  }

  private static Bytes path(String text) {
    return Bytes.utf8(text);
  }

  private static SftpStatus failing(ServedFiles files, Executable call) {
    IOException e = assertThrows(IOException.class, call);
    return e instanceof SftpException known ? known.status() : files.statusOf(e);
  }

  /** CVE-2026-23942, CVE-2026-32147, CVE-2026-53422. */
  @Test
  @Tag("F3")
  void nothingOutsideIsReachedOrTold() throws IOException {
    Files.createSymbolicLink(root.resolve("absolute"), secret);
    Files.createSymbolicLink(root.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("beside"), Path.of("../root2"));
    Files.createSymbolicLink(root.resolve("missing"), Path.of("/no-such"));
    FileAttributes changes =
        FileAttributes.NONE.withSize(0).withPermissions(0).withTimes(1, 1).withOwner(1, 1);
    try (ServedFiles files = rooted()) {
      for (String name :
          List.of(
              "../secret",
              "/../secret",
              "folder/../../secret",
              "../root2/secret",
              secret.toString(),
              "absolute",
              "up",
              "beside",
              "beside/secret",
              "beside/",
              "missing",
              "../no-such",
              "/proc/self/root/etc/passwd")) {
        Bytes p = path(name);
        SftpStatus none = SftpStatus.NO_SUCH_FILE;
        assertEquals(none, failing(files, () -> files.attributes(p, true)), name);
        assertEquals(none, failing(files, () -> files.open(p, Set.of(OpenFlag.READ), 0)), name);
        assertEquals(none, failing(files, () -> files.openFolder(p)), name);
        assertEquals(none, failing(files, () -> files.change(p, changes, true)), name);
        assertEquals(none, failing(files, () -> files.statistics(p)), name);
      }
      for (String name : List.of("/", ".", "..", "folder/..", "folder/../..", "/../.")) {
        Bytes p = path(name);
        assertEquals(files.attributes(path("/"), true), files.attributes(p, false), name);
        assertEquals(SftpStatus.FAILURE, failing(files, () -> files.removeFolder(p)), name);
        assertEquals(SftpStatus.FAILURE, failing(files, () -> files.makeFolder(p, 0700)), name);
        assertEquals(
            SftpStatus.FAILURE, failing(files, () -> files.rename(p, path("x"), true)), name);
        assertEquals("/", files.realPath(p).utf8());
      }
      files.makeFolder(path("../../made"), 0755);
      files.rename(path("file"), path("/../moved"), false);
      files.hardLink(path("moved"), path("../linked"));
      files.symbolicLink(path("../../etc"), path("../symbolic"));
      assertEquals("/linked", files.realPath(path("folder/../../linked")).utf8());
    }
    assertTrue(Files.isDirectory(root.resolve("made")));
    assertTrue(Files.exists(root.resolve("moved")));
    assertTrue(Files.exists(root.resolve("linked")));
    assertTrue(Files.isSymbolicLink(root.resolve("symbolic")));
    assertEquals("secret", Files.readString(secret));
  }

  /** What is around the root is not listed with its owner and times either. */
  @Test
  @Tag("F3")
  void theFolderAroundTheRootIsTheRoot() throws IOException {
    try (ServedFiles files = rooted();
        ServedFolder folder = files.openFolder(path("folder/.."))) {
      FileAttributes own = files.attributes(path("/"), true);
      int dots = 0;
      for (ServedFolder.Entry e = folder.next(); e != null; e = folder.next()) {
        if (e.name().utf8().startsWith(".")) {
          dots++;
          assertEquals(own.size(), e.attributes().size());
          assertEquals(own.permissions(), e.attributes().permissions());
        }
      }
      assertEquals(2, dots);
    }
  }

  /**
   * Somebody on this machine puts a link to the outside in place of a folder, and takes it away, as
   * fast as he can.
   */
  @Test
  @Tag("F3")
  void noRaceLeadsOut() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("file"), "secret");
    Path real = Files.createDirectory(root.resolve("real"));
    Files.writeString(real.resolve("file"), "inside");
    Path link = Files.createSymbolicLink(root.resolve("evil"), outside);
    Path place = root.resolve("place");
    AtomicBoolean over = new AtomicBoolean();
    int[] flips = {0};
    Thread attacker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!over.get()) {
                      Files.move(real, place);
                      Files.move(place, real);
                      Files.move(link, place, StandardCopyOption.ATOMIC_MOVE);
                      Files.move(place, link, StandardCopyOption.ATOMIC_MOVE);
                      flips[0]++;
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    int reached = 0;
    try (ServedFiles files = rooted()) {
      FileAttributes mode = FileAttributes.NONE.withPermissions(0600).withTimes(1, 1);
      for (int i = 0; i < 10_000; i++) {
        try (ServedFile file = files.open(path("place/file"), Set.of(OpenFlag.READ), 0)) {
          byte[] text = new byte[6];
          file.read(0, text, 0, 6);
          assertEquals("inside", new String(text, UTF_8));
          reached++;
        } catch (IOException e) {
          // The place was empty, or led nowhere.
          assertEquals(SftpStatus.NO_SUCH_FILE, files.statusOf(e));
        }
        String made = "place/made" + i;
        quietly(() -> files.change(path("place/file"), mode, true));
        quietly(() -> files.change(path("place/file"), mode, false));
        quietly(() -> files.makeFolder(path(made), 0700));
        quietly(() -> files.rename(path(made), path(made + "x"), true));
        quietly(() -> files.removeFolder(path(made + "x")));
        quietly(() -> files.symbolicLink(path("x"), path("place/s")));
        quietly(() -> files.remove(path("place/s")));
      }
    } finally {
      over.set(true);
      attacker.join();
    }
    assertTrue(reached > 0, "never inside");
    assertTrue(flips[0] > 100, flips[0] + " flips");
    assertEquals(List.of("file"), List.of(outside.toFile().list()));
    assertTrue(Files.getLastModifiedTime(outside.resolve("file")).toMillis() > 1000);
    assertFalse(Files.exists(outside.resolve("s"), LinkOption.NOFOLLOW_LINKS));
  }

  private interface Call {
    void make() throws IOException;
  }

  private static void quietly(Call call) {
    try {
      call.make();
    } catch (IOException e) {
      // As the attacker likes; what matters is what happened outside.
      assertFalse(e.toString().isEmpty());
    }
  }

  @Test
  void namesAreBytes() throws IOException {
    try (ServedFiles files = system()) {
      files.makeFolder(STRANGE, 0700);
      Set<Integer> lengths = new TreeSet<>();
      try (ServedFolder folder = files.openFolder(path("."))) {
        for (ServedFolder.Entry e = folder.next(); e != null; e = folder.next()) {
          if (e.name().equals(STRANGE)) {
            lengths.add(e.name().length());
          }
        }
      }
      assertEquals(Set.of(3), lengths);
      files.symbolicLink(STRANGE, path("link"));
      assertEquals(STRANGE, files.readLink(path("link")));
      Bytes real = files.realPath(path("link"));
      assertEquals(root.toString().length() + 4, real.length());
      files.removeFolder(real);
    }
  }

  @Test
  void realPathsAreOpenSsh() throws IOException {
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    try (ServedFiles files = system()) {
      String start = root.toString();
      assertEquals(start, files.realPath(Bytes.EMPTY).utf8());
      assertEquals(start + "/nowhere", files.realPath(path("dangling")).utf8());
      assertEquals(start + "/none", files.realPath(path("folder/../none")).utf8());
      assertEquals("/", files.realPath(path("/..")).utf8());
      assertEquals(start + "/x", files.expandPath(path("~/x")).utf8());
      for (String bad : List.of("none/", "none/x", "file/x", "loop", "dangling/x")) {
        assertEquals(SftpStatus.NO_SUCH_FILE, failing(files, () -> files.realPath(path(bad))), bad);
      }
    }
  }

  @Test
  void aRenameDoesNotReplaceUnlessToldTo() throws IOException {
    Files.writeString(root.resolve("other"), "other");
    try (ServedFiles files = rooted()) {
      assertEquals(
          SftpStatus.FAILURE,
          failing(files, () -> files.rename(path("file"), path("other"), false)));
      files.rename(path("file"), path("other"), true);
    }
    assertEquals("hello", Files.readString(root.resolve("other")));
  }

  @Test
  void allAttributesAreTried() throws IOException {
    try (ServedFiles files = system()) {
      FileAttributes changes = FileAttributes.NONE.withSize(1).withPermissions(0700);
      assertEquals(
          SftpStatus.FAILURE, failing(files, () -> files.change(path("folder"), changes, true)));
      assertEquals(040700, files.attributes(path("folder"), true).permissions().orElseThrow());
      files.change(path("file"), changes.withTimes(1, 2), true);
      FileAttributes seen = files.attributes(path("file"), true);
      assertEquals(1, seen.size().orElseThrow());
      assertEquals(new FileAttributes.Times(1, 2), seen.times().orElseThrow());
    }
  }

  /** A customer of many is not told the others' names. */
  @Test
  @Tag("F3")
  void aFolderAloneHasNoNamesOfUsers() throws IOException {
    try (PosixServedFiles all = system();
        PosixServedFiles folder = rooted()) {
      assertEquals("root", all.userName(0).utf8());
      assertEquals(Bytes.EMPTY, folder.userName(0));
      assertEquals(Bytes.EMPTY, folder.groupName(0));
    }
  }
}
