package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.transport.TransportOptions;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SshdServerTest {
  /** Whatever its starter left open, no file of the server's is for others to write. */
  @Test
  @Tag("H5")
  void theMaskOfTheStarterIsNotTrusted() throws Exception {
    ServerLog log = ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.ERROR);
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    Settings settings = new Settings(reader.withoutFile(), List.of(), TransportOptions.server());
    int before = ThisProcess.umask(0);
    int after;
    try {
      var _ = new SshdServer(settings, log, _ -> settings, false);
    } finally {
      after = ThisProcess.umask(before);
    }
    assertEquals(022, after);
  }
}
