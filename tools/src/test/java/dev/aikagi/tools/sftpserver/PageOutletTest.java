package dev.aikagi.tools.sftpserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.posix.FileCalls;
import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.OpenFlags;
import dev.aikagi.posix.Pipes;
import dev.aikagi.sftp.OpenFlag;
import dev.aikagi.sftp.ServedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PageOutletTest {
  private static final int IMPOSSIBLE = -1;

  @TempDir private Path temporary;

  private Path path;
  private FileCalls calls;
  private PosixServedFiles files;
  private Pipes pipes;
  private OpenFile out;

  @BeforeEach
  void open() throws Exception {
    path = Files.write(temporary.resolve("file"), new byte[] {1, 2, 3, 4, 5});
    calls = new FileCalls();
    files = PosixServedFiles.ofSystem(Bytes.utf8(temporary.toString()));
    pipes = Pipes.open();
    out = OpenFile.inherited(calls, pipes.childEnds().get(1).number());
  }

  @AfterEach
  void close() throws Exception {
    files.close();
    pipes.closeChildEnds();
    pipes.close();
    calls.close();
  }

  private ServedFile served(Path name) throws Exception {
    return files.open(Bytes.utf8(name.toString()), Set.of(OpenFlag.READ), 0);
  }

  @Test
  void handsOnWhatAFileHas() throws Exception {
    try (PageOutlet outlet = new PageOutlet(calls, out);
        ServedFile file = served(path)) {
      assertEquals(3, outlet.take(file, 1, 3));
      outlet.send();
      assertEquals(IMPOSSIBLE, outlet.take(file, 5, 3));
      byte[] target = new byte[10];
      assertEquals(3, pipes.output().read(target, 0, 10));
      assertArrayEquals(new byte[] {2, 3, 4, 0, 0, 0, 0, 0, 0, 0}, target);
    }
  }

  /** A device may have no end, and no pages. */
  @Test
  void whatIsNoFileIsRead() throws Exception {
    try (PageOutlet outlet = new PageOutlet(calls, out);
        ServedFile zeros = served(Path.of("/dev/zero"))) {
      assertEquals(IMPOSSIBLE, outlet.take(zeros, 0, 3));
    }
  }

  /** Their size is 0, and what they say is made when they are read. */
  @Test
  void filesOfTheKernelAreWholeEitherWay() throws Exception {
    try (PageOutlet outlet = new PageOutlet(calls, out);
        ServedFile version = served(Path.of("/proc/version"))) {
      int taken = outlet.take(version, 0, 4096);
      byte[] target = new byte[4096];
      int n = taken;
      if (taken == IMPOSSIBLE) {
        n = version.read(0, target, 0, target.length);
      } else {
        outlet.send();
        assertEquals(taken, pipes.output().read(target, 0, target.length));
      }
      String expected = Files.readString(Path.of("/proc/version"));
      assertEquals(expected, new String(target, 0, n, UTF_8));
    }
  }

  @Test
  void toWhatIsNoPipeFilesAreRead() throws Exception {
    byte[] name = temporary.resolve("out").toString().getBytes(UTF_8);
    int flags = OpenFlags.READ_WRITE | OpenFlags.CREATE;
    try (OpenFile plain = calls.open(OpenFile.workingFolder(calls), name, flags, 0600);
        PageOutlet outlet = new PageOutlet(calls, plain);
        ServedFile file = served(path)) {
      assertEquals(IMPOSSIBLE, outlet.take(file, 0, 3));
    }
  }
}
