package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.posix.User;
import dev.aikagi.trust.FileModeReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModeRemediesTest {
  private static final User HOGE =
      new User("hoge", 4711, 4711, "", Path.of("/home/hoge"), "/bin/sh");

  private static List<String> commands(String folder, int mode) {
    FileModeReason fault = new FileModeReason.WritableByOthers(Path.of(folder), true, mode);
    return ModeRemedies.of(fault, HOGE).commands();
  }

  @Test
  void aHomeIsClosedToOthers() {
    assertEquals(List.of("chmod go-w /home/hoge"), commands("/home/hoge", 0777));
  }

  /** Every program of the machine needs /tmp as it is; the keys are in the wrong place. */
  @Test
  void aFolderThatAllShareStaysSo() {
    assertEquals(List.of(), commands("/tmp", 01777));
    FileModeReason root = new FileModeReason.WritableByOthers(Path.of("/tmp"), true, 01777);
    assertEquals(List.of(), ModeRemedies.ofRoot(root).commands());
  }
}
