package dev.aikagi.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody else may change while they are looked at. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DescriptorTest {
  @TempDir private Path folder;

  private static long flags(Descriptor of) throws Exception {
    String line =
        Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(of.number()))).stream()
            .filter(l -> l.startsWith("flags:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.substring(6).strip(), 8);
  }

  @Test
  void aPipeThatNobodyWritesToDoesNotMakeItWait() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (Descriptor opened = Descriptor.opened(pipe)) {
      assertFalse(Files.isRegularFile(opened.openFile()));
    }
  }

  /** The flag itself is not kept: a program that leads a session without a terminal opens one. */
  @Test
  void aTerminalIsNotTaken() throws Exception {
    try (Pty pty = Pty.open();
        Descriptor opened = Descriptor.opened(pty.slave())) {
      assertFalse(Files.isRegularFile(opened.openFile()));
      assertTrue((Descriptor.reading() & 0x100) != 0, "O_NOCTTY");
      assertTrue((flags(opened) & 0x80000) != 0, "O_CLOEXEC");
    }
  }

  @Test
  void whatIsJudgedIsWhatIsRead() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "first");
    try (Descriptor opened = Descriptor.opened(file)) {
      Files.delete(file);
      Files.createDirectory(file);
      assertTrue(Files.isRegularFile(opened.openFile()));
      byte[] text = new byte[10];
      int n = opened.read(text, 0, text.length);
      assertEquals("first", new String(text, 0, n, UTF_8));
      assertEquals(-1, opened.read(text, 0, text.length));
    }
  }

  @Test
  void whatIsMissingIsToldApart() {
    assertThrows(NoSuchFileException.class, () -> Descriptor.opened(folder.resolve("none")));
    PosixException e =
        assertThrows(
            PosixException.class, () -> Descriptor.opened(Path.of("/proc/self/exe", "below")));
    assertEquals(Errno.ENOTDIR, e.errno());
  }

  /** The program at the other end reads nothing: what has no room is left to the caller. */
  @Test
  void writesWhatThereIsRoomForWithoutWaiting() throws Exception {
    try (Pipes pipes = Pipes.open()) {
      byte[] much = new byte[8 << 20];
      int taken = pipes.input().writeReady(much, 0, much.length);
      assertTrue(taken > 0 && taken < much.length, "taken " + taken);
      assertEquals(0, pipes.input().writeReady(much, 0, 1));
      byte[] read = new byte[much.length];
      assertTrue(pipes.childEnds().getFirst().read(read, 0, read.length) > 0);
      assertEquals(1, pipes.input().writeReady(much, 0, 1));
      pipes.closeChildEnds();
      assertThrows(PosixException.class, () -> pipes.input().writeReady(much, 0, 1));
      pipes.input().close();
      assertThrows(ClosedDescriptorException.class, () -> pipes.input().writeReady(much, 0, 1));
    }
  }

  /** Others share the stream, and would be surprised if their writes failed. */
  @Test
  void aStreamThatIsOpenedOnceMoreKeepsItsMode() throws Exception {
    try (Pipes pipes = Pipes.open()) {
      Descriptor childs = pipes.childEnds().get(1);
      long before = flags(childs);
      try (Descriptor again = Descriptor.reopened(childs.number()).orElseThrow()) {
        assertTrue((flags(again) & 0x800) != 0, "O_NONBLOCK");
        assertTrue((flags(again) & 0x80000) != 0, "O_CLOEXEC");
        assertEquals(before, flags(childs));
        assertEquals(2, again.writeReady("hi".getBytes(UTF_8), 0, 2));
      }
      byte[] text = new byte[10];
      assertEquals(2, pipes.output().read(text, 0, text.length));
    }
    try (Pty pty = Pty.open();
        Descriptor slave = Descriptor.opened(pty.slave());
        Descriptor again = Descriptor.reopened(slave.number()).orElseThrow()) {
      assertEquals(1, again.writeReady("x".getBytes(UTF_8), 0, 1));
      assertEquals(1, pty.master().read(new byte[10], 0, 10));
    }
  }

  /** Its place in the file, and whether it appends, are the open file's. */
  @Test
  void aFileIsNotOpenedOnceMore() throws Exception {
    try (Descriptor file = Descriptor.opened(Files.writeString(folder.resolve("file"), "x"))) {
      assertTrue(Descriptor.reopened(file.number()).isEmpty());
    }
  }
}
