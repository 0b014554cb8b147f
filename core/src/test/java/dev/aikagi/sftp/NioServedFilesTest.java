package dev.aikagi.sftp;

import static dev.aikagi.sftp.ServerTalk.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.aikagi.Bytes;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class NioServedFilesTest {
  private FileSystem memory;
  private Path root;
  private NioServedFiles files;

  @BeforeEach
  void makeFiles() throws IOException {
    memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix", "unix").build());
    Files.writeString(memory.getPath("/secret"), "secret");
    Files.createDirectory(memory.getPath("/root2"));
    Files.writeString(memory.getPath("/root2/secret"), "secret");
    root = Files.createDirectory(memory.getPath("/root"));
    Files.writeString(root.resolve("file"), "hello");
    Files.createDirectory(root.resolve("folder"));
    files = new NioServedFiles(root);
  }

  @AfterEach
  void forgetFiles() throws IOException {
    memory.close();
  }

  private SftpStatus failing(Executable call) {
    IOException e = assertThrows(IOException.class, call);
    return e instanceof SftpException known ? known.status() : files.statusOf(e);
  }

  /** CVE-2026-23942, CVE-2026-53422: outside looks as if there were nothing, and is not reached. */
  @Test
  @Tag("F3")
  void nothingOutsideIsReachedOrTold() throws IOException {
    Files.createSymbolicLink(root.resolve("absolute"), memory.getPath("/secret"));
    Files.createSymbolicLink(root.resolve("up"), memory.getPath("../secret"));
    Files.createSymbolicLink(root.resolve("beside"), memory.getPath("../root2"));
    Files.createSymbolicLink(root.resolve("missing"), memory.getPath("/no-such"));
    List<String> outside =
        List.of(
            "../secret",
            "/../secret",
            "folder/../../secret",
            "../root2/secret",
            "/root2/secret",
            "absolute",
            "up",
            "beside",
            "beside/secret",
            "missing",
            "../no-such");
    for (String name : outside) {
      Bytes path = path(name);
      assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.attributes(path, true)), name);
      assertEquals(
          SftpStatus.NO_SUCH_FILE, failing(() -> files.open(path, Set.of(OpenFlag.READ), 0)), name);
      assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.openFolder(path)), name);
      FileAttributes changes = FileAttributes.NONE.withSize(0).withPermissions(0);
      assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.change(path, changes, true)), name);
    }
    // A link to a name outside is one to that name inside.
    files.open(path("absolute"), Set.of(OpenFlag.WRITE, OpenFlag.CREATE), 0600).close();
    assertTrue(Files.exists(root.resolve("secret")));
    files.makeFolder(path("../../made"), 0755);
    assertTrue(Files.isDirectory(root.resolve("made")));
    files.rename(path("file"), path("/../../moved"), false);
    assertTrue(Files.exists(root.resolve("moved")));
    assertFalse(Files.exists(memory.getPath("/moved")));
    assertEquals("secret", Files.readString(memory.getPath("/secret")));
  }

  @Test
  void realPathsAreThoseInside() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), memory.getPath("/folder/./deep/.."));
    Files.createDirectory(root.resolve("folder/deep"));
    assertEquals("/", files.realPath(Bytes.EMPTY).utf8());
    assertEquals("/", files.realPath(path("../..")).utf8());
    assertEquals("/folder", files.realPath(path("link")).utf8());
    assertEquals("/folder/new", files.realPath(path("link//new")).utf8());
    assertEquals("/file", files.expandPath(path("~/file")).utf8());
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.expandPath(path("~root/x"))));
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.realPath(path("none/x"))));
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.realPath(path("file/x"))));
    Files.createSymbolicLink(root.resolve("loop"), memory.getPath("loop"));
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.realPath(path("loop"))));
  }

  @Test
  void namesThatAreNoUtf8AreNotThere() {
    Bytes name = Bytes.of((byte) 'a', (byte) 0xff);
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.attributes(name, true)));
  }

  @Test
  void whatIsMadeHasItsMode() throws IOException {
    files.makeFolder(path("f"), 0710);
    assertEquals(040710, files.attributes(path("f"), true).permissions().orElseThrow());
    files.open(path("n"), Set.of(OpenFlag.WRITE, OpenFlag.CREATE), 0604).close();
    assertEquals(0100604, files.attributes(path("n"), true).permissions().orElseThrow());
    files.change(path("n"), FileAttributes.NONE.withSize(10).withTimes(5, 6), true);
    FileAttributes seen = files.attributes(path("n"), true);
    assertEquals(10, seen.size().orElseThrow());
    assertEquals(new FileAttributes.Times(5, 6), seen.times().orElseThrow());
    assertEquals(
        SftpStatus.OP_UNSUPPORTED,
        failing(() -> files.change(path("n"), FileAttributes.NONE.withOwner(1, 2), true)));
  }

  /** O_EXCL of open(2): a link that leads nowhere is there too. */
  @Test
  void aLinkIsNoNewFile() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), memory.getPath("nowhere"));
    Set<OpenFlag> fresh = Set.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE);
    assertEquals(SftpStatus.FAILURE, failing(() -> files.open(path("link"), fresh, 0600)));
    assertFalse(Files.exists(root.resolve("nowhere")));
    files.open(path("new"), fresh, 0600).close();
    assertTrue(Files.exists(root.resolve("new")));
  }

  @Test
  void namesAreTakenOnce() throws IOException {
    Files.writeString(root.resolve("b"), "b");
    assertEquals(SftpStatus.FAILURE, failing(() -> files.rename(path("file"), path("b"), false)));
    files.rename(path("file"), path("b"), true);
    assertEquals("hello", Files.readString(root.resolve("b")));
    assertEquals(SftpStatus.FAILURE, failing(() -> files.remove(path("folder"))));
    assertEquals(SftpStatus.NO_SUCH_FILE, failing(() -> files.removeFolder(path("b"))));
    assertEquals(SftpStatus.FAILURE, failing(() -> files.removeFolder(path("/"))));
    files.symbolicLink(path("any where"), path("s"));
    assertEquals("any where", files.readLink(path("s")).utf8());
    assertEquals(SftpStatus.BAD_MESSAGE, failing(() -> files.readLink(path("b"))));
    files.remove(path("s"));
    files.hardLink(path("b"), path("c"));
    assertEquals("hello", Files.readString(root.resolve("c")));
  }
}
