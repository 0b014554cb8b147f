package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThisProcessTest {
  @Test
  void theClockCountsOn() {
    long before = ThisProcess.nanosSinceBoot();
    assertTrue(before > 0);
    assertTrue(ThisProcess.nanosSinceBoot() >= before);
  }

  @Test
  void theEnvironmentIsAsItWas() throws Exception {
    Map<String, Bytes> variables = ThisProcess.environment();
    assertEquals(System.getenv("PATH"), variables.getOrDefault("PATH", Bytes.EMPTY).utf8());
  }

  @Test
  void whatIsNoProgramIsNotBecome() {
    List<Bytes> words = List.of(Bytes.utf8("/nonexistent/program"), Bytes.utf8("x"));
    PosixException e =
        assertThrows(PosixException.class, () -> ThisProcess.become(words, Map.of()));
    assertEquals(Errno.ENOENT, e.errno());
  }

  @Test
  void theEndOfAnotherProcessIsSeen() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try (ProcessWatch watch = ProcessWatch.of((int) process.pid())) {
      process.getOutputStream().close();
      watch.awaitEnd();
    }
    assertEquals(0, process.waitFor());
    assertThrows(PosixException.class, () -> ProcessWatch.of(Integer.MAX_VALUE));
  }
}
