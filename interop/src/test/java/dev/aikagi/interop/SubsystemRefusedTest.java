package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our sftp begins to talk before it knows that anybody listens: what it says if nobody does. */
@Timeout(120)
class SubsystemRefusedTest {
  @TempDir Path folder;

  private record Said(int status, List<String> lines) {}

  @ParameterizedTest
  @EnumSource
  void isSaidAsOpenSshSaysIt(Whose server) throws Exception {
    Copies copies = Copies.make(folder.toRealPath());
    try (Daemon daemon = copies.server(server.program("sshd"))) {
      for (String program : List.of("none", "/bin/false", "/bin/cat /dev/null")) {
        Said ours = said(copies, daemon, Whose.OURS, program);
        assertEquals(said(copies, daemon, Whose.OPENSSH, program), ours, program);
        assertEquals(255, ours.status());
      }
    }
  }

  private static Said said(Copies copies, Daemon daemon, Whose client, String program)
      throws Exception {
    Command.Outcome outcome =
        Command.of(client.program("sftp"), "-P", Integer.toString(daemon.port()))
            .and(copies.options(daemon).toArray(String[]::new))
            .and("-b", copies.batch("pwd").toString(), "-s", program, "127.0.0.1")
            .run();
    // ssh ends its lines for a terminal in raw mode, its sftp does not.
    Stream<String> lines = (outcome.text() + outcome.errors()).lines().map(String::strip);
    return new Said(outcome.status(), lines.toList());
  }
}
