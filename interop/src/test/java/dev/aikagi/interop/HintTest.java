package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What follows "Permission denied" where a person reads it, and that nothing follows it elsewhere:
 * OpenSSH's programs stand beside ours for all that is no hint.
 */
class HintTest {
  private static final String ENDED = "ended with ";

  @TempDir Path folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private Keys keys;
  private Daemon server;

  enum Tool {
    SSH("ssh", "-p", "true"),
    SFTP("sftp", "-P", ""),
    SCP("scp", "-P", "");

    private final String program;
    private final String port;
    private final String after;

    Tool(String program, String port, String after) {
      this.program = program;
      this.port = port;
      this.after = after;
    }
  }

  /** Where no hint is wanted, and what the shell does with the output. */
  record Quiet(Tool tool, String option, String redirection) {
    @Override
    public String toString() {
      return tool.program + " " + option + redirection;
    }
  }

  private static Stream<Quiet> quiet() {
    return Stream.of(Tool.values())
        .flatMap(
            t ->
                Stream.of(
                    new Quiet(t, "-q", ""),
                    new Quiet(t, "-o BatchMode=yes", ""),
                    new Quiet(t, "-o LogLevel=ERROR", ""),
                    new Quiet(t, "", "2>said; cat said"),
                    new Quiet(t, "", "| cat")));
  }

  @BeforeEach
  void start() throws Exception {
    keys = Keys.make(folder);
    Files.writeString(keys.authorizedKeys(), "");
    server =
        Sshd.start(
            Peer.required("sshd"), keys, List.of("Subsystem sftp " + Peer.required("sftp-server")));
    running.push(server);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable program : running) {
      program.close();
    }
  }

  /** What stands on a wide terminal when the program has ended. */
  private List<String> screen(Whose whose, Quiet how) throws Exception {
    Tool tool = how.tool();
    String destination = tool == Tool.SCP ? "127.0.0.1:/etc/hostname copied" : "127.0.0.1";
    String line =
        "%s -F none %s %d -i '%s' -o UserKnownHostsFile='%s' -o IdentitiesOnly=yes %s %s %s %s"
            .formatted(
                whose.program(tool.program),
                tool.port,
                server.port(),
                keys.identity("ed25519"),
                keys.knownHosts(server.port()),
                "-o IdentityAgent=none -o PreferredAuthentications=publickey " + how.option(),
                destination,
                tool.after,
                how.redirection());
    Path place = Files.createTempDirectory(folder, "screen");
    String script =
        "export LC_ALL=C; cd '%s'; read wide; %s; echo \"%s$?\"; cat".formatted(place, line, ENDED);
    try (Screen screen = new Screen(place, script)) {
      screen.resize(400, 24);
      screen.line("");
      screen.await(ENDED);
      // OpenSSH's sftp has its handler of SIGCHLD say the end as well, its scp says its own path.
      return screen.lines().stream()
          .filter(l -> !l.isBlank() && !l.strip().equals("Connection closed."))
          .map(l -> l.replaceFirst("^/\\S*/", ""))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void atMostThreeLinesFollowTheRefusal(Tool tool) throws Exception {
    Quiet plain = new Quiet(tool, "", "");
    List<String> theirs = screen(Whose.OPENSSH, plain);
    List<String> ours = screen(Whose.OURS, plain);
    assertEquals(theirs.getFirst(), ours.getFirst());
    assertTrue(theirs.getFirst().endsWith(": Permission denied (publickey)."), theirs.toString());
    int last = ours.size() - theirs.size();
    List<String> hint = ours.subList(1, last + 1);
    assertTrue(!hint.isEmpty() && hint.size() <= 3, ours.toString());
    assertTrue(hint.getLast().contains("ssh-doctor"), ours.toString());
    assertEquals(theirs.subList(1, theirs.size()), ours.subList(last + 1, ours.size()));
  }

  @ParameterizedTest
  @MethodSource("quiet")
  void nothingFollowsWhereNobodyReadsIt(Quiet how) throws Exception {
    assertEquals(screen(Whose.OPENSSH, how), screen(Whose.OURS, how));
  }
}
