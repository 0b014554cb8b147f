package dev.aikagi.tools.sshd.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that do not do what they should: a user can stop and end his own. */
@Tag("H5")
@Timeout(60)
class FileServerTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final LinkedBlockingQueue<SessionAnswer> told = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> handedBack = new LinkedBlockingQueue<>();

  private final FileServer.Listener listener =
      new FileServer.Listener() {
        @Override
        public void tell(SessionAnswer answer) {
          told.add(answer);
        }

        @Override
        public void notBegun(SessionRequest.StartProgram request, List<Descriptor> files) {
          handedBack.add(request.id());
        }
      };

  /** A shell in the place of the service, with the service's socket as its input. */
  private static ProgramStart program(String script, Map<String, Bytes> environment, String folder)
      throws IOException {
    return new ProgramStart(
        "/bin/sh",
        Stream.of("sh", "-c", script, "sh", "sftp-server").map(Bytes::utf8).toList(),
        environment,
        Path.of(folder),
        ProgramStart.Kind.FILE_SERVER,
        User.withId(User.realId()).orElseThrow().credentials());
  }

  private FileServer start(String script, Duration patience) throws IOException {
    ProgramStart program = program(script, Map.of(), "/");
    return FileServer.start(program, program.user(), listener, patience);
  }

  private static boolean begin(FileServer server, Pipes pipes) throws IOException {
    SessionRequest.StartProgram request =
        new SessionRequest.StartProgram(7, program("", Map.of(), "/"), Optional.empty());
    return server.begin(request, pipes.childEnds());
  }

  /** Bytes of an answer in the words of printf. */
  private static String says(String number, String id) {
    return "printf '\\000\\000\\000\\011\\"
        + number
        + "\\000\\000\\000\\"
        + id
        + "\\000\\000\\000\\001' >&0; sleep 600";
  }

  @Test
  void oneThatDoesNotBeginIsEndedAndHandsItsSessionsBack() throws Exception {
    FileServer server = start("exec sleep 600", Duration.ZERO);
    try (Pipes pipes = Pipes.open()) {
      assertTrue(server.takes());
      assertTrue(begin(server, pipes));
      assertFalse(server.takes());
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
      assertFalse(begin(server, pipes));
      assertNull(told.poll());
    }
  }

  @Test
  void oneThatIsGoneHandsItsSessionsBack() throws Exception {
    FileServer server = start("read x; exit 3", LONG);
    try (Pipes pipes = Pipes.open()) {
      // Where it has not noticed yet, it says so later.
      assertEquals(begin(server, pipes), handedBack.poll(30, TimeUnit.SECONDS) != null);
    }
  }

  @Test
  void oneThatTellsOfSessionsThatItWasNotAskedForIsEnded() throws Exception {
    // The start of number 99, its end, and an answer that only sshd's own process gives.
    for (String script : List.of(says("103", "143"), says("105", "143"), says("104", "007"))) {
      FileServer server = start("read -r x; " + script, LONG);
      try (Pipes pipes = Pipes.open()) {
        assertTrue(begin(server, pipes));
        assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
        assertFalse(server.takes());
        assertNull(told.poll());
      }
    }
  }

  @Test
  void sessionsShareOneOnlyWhereNothingOfTheProcessDiffers() throws Exception {
    FileServer server = start("exec sleep 600", Duration.ZERO);
    assertTrue(server.isFor(program("exec sleep 600", Map.of(), "/")));
    Map<String, Bytes> connection =
        Map.of("SSH_CONNECTION", Bytes.utf8("192.0.2.1 1 192.0.2.2 22"));
    assertTrue(server.isFor(program("exec sleep 600", connection, "/")));
    assertFalse(server.isFor(program("exec sleep 600", Map.of("TZ", Bytes.utf8("UTC")), "/")));
    assertFalse(server.isFor(program("exec sleep 600", Map.of(), "/tmp")));
    assertFalse(server.isFor(program("exec sleep 601", Map.of(), "/")));
    try (Pipes pipes = Pipes.open()) {
      assertTrue(begin(server, pipes));
      assertFalse(server.takes());
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
    }
  }
}
