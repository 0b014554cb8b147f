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

  @ParameterizedTest
  @EnumSource
  void scpSaysItToo(Whose server) throws Exception {
    Copies copies = Copies.make(folder.toRealPath());
    String target = folder.resolve("copy").toString();
    try (Daemon daemon = Sshd.start(server.program("sshd"), copies.keys(), List.of())) {
      for (List<String> words :
          List.of(
              List.of("127.0.0.1:/etc/hostname", target),
              List.of("/etc/hostname", "127.0.0.1:" + target))) {
        String[] both = words.toArray(String[]::new);
        Said theirs = said(copies.scp(Whose.OPENSSH.program("scp"), daemon, both).run());
        Said ours = said(copies.scp(Whose.OURS.program("scp"), daemon, both).run());
        assertEquals(theirs, ours, words.toString());
        assertEquals("subsystem request failed on channel 0", ours.lines().getFirst());
      }
    }
  }

  private static Said said(Copies copies, Daemon daemon, Whose client, String program)
      throws Exception {
    return said(
        Command.of(client.program("sftp"), "-P", Integer.toString(daemon.port()))
            .and(copies.options(daemon).toArray(String[]::new))
            .and("-b", copies.batch("pwd").toString(), "-s", program, "127.0.0.1")
            .run());
  }

  private static Said said(Command.Outcome outcome) {
    // ssh ends its lines for a terminal in raw mode, its sftp does not; its scp says its own path.
    Stream<String> lines =
        (outcome.text() + outcome.errors())
            .lines()
            .map(line -> line.strip().replaceFirst("^/\\S*/", ""));
    return new Said(outcome.status(), lines.toList());
  }
}
