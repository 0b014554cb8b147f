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
}
