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

  /** Waits until something comes; the socket is one that does not wait. */
  private static final String ASKED = "until head -c 1 >/dev/null; do sleep 0.01; done; ";

  @Test
  void oneThatDoesNotBeginIsEndedAndHandsItsSessionsBack() throws Exception {
    FileServer server = start("exec sleep 600", Duration.ofMillis(1));
    try (Pipes pipes = Pipes.open()) {
      assertTrue(server.takes());
      assertTrue(begin(server, pipes));
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
      assertFalse(server.takes());
      assertFalse(begin(server, pipes));
      assertNull(told.poll());
    }
  }

  @Test
  void oneThatEndsHandsItsSessionsBack() throws Exception {
    FileServer server = start(ASKED + "exit 3", LONG);
    try (Pipes pipes = Pipes.open()) {
      assertTrue(begin(server, pipes));
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
      assertFalse(server.takes());
    }
  }

  /** The home folder that it works in may not be the one of that name any more. */
  @Test
  void whatOneDoesNotBeginIsHandedBack() throws Exception {
    String not = "printf '\\000\\000\\000\\011\\104\\000\\000\\000\\007\\000\\000\\000\\000' >&0; ";
    FileServer server = start(ASKED + not + ASKED, LONG);
    try (Pipes pipes = Pipes.open()) {
      assertTrue(begin(server, pipes));
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
      assertFalse(server.takes());
      assertNull(told.poll());
    }
  }

  @Test
  void oneThatTellsOfSessionsThatItWasNotAskedForIsEnded() throws Exception {
    String nine = "\\000\\000\\000\\143";
    List<String> lies =
        List.of(
            // Number 99 was started, has ended, was not started; and an answer of PAM's.
            "\\000\\000\\000\\011\\103" + nine + "\\000\\000\\000\\001",
            "\\000\\000\\000\\013\\105" + nine + "\\000\\000\\000\\000\\000\\000",
            "\\000\\000\\000\\011\\104" + nine + "\\000\\000\\000\\000",
            "\\000\\000\\000\\024\\102\\000\\000\\000\\007SUCCESS"
                + "\\000\\000\\000\\000\\000\\000\\000\\000");
    for (String lie : lies) {
      FileServer server = start(ASKED + "printf '" + lie + "' >&0; exec sleep 600", LONG);
      try (Pipes pipes = Pipes.open()) {
        assertTrue(begin(server, pipes));
        assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS), lie);
        assertFalse(server.takes());
        assertNull(told.poll());
      }
    }
  }

  @Test
  void sessionsShareOneOnlyWhereNothingOfTheProcessDiffers() throws Exception {
    FileServer server = start("exec sleep 600", Duration.ofMillis(1));
    assertTrue(server.isFor(program("exec sleep 600", Map.of(), "/")));
    Map<String, Bytes> connection =
        Map.of("SSH_CONNECTION", Bytes.utf8("192.0.2.1 1 192.0.2.2 22"));
    assertTrue(server.isFor(program("exec sleep 600", connection, "/")));
    assertFalse(server.isFor(program("exec sleep 600", Map.of("TZ", Bytes.utf8("UTC")), "/")));
    assertFalse(server.isFor(program("exec sleep 600", Map.of(), "/tmp")));
    assertFalse(server.isFor(program("exec sleep 601", Map.of(), "/")));
    try (Pipes pipes = Pipes.open()) {
      assertTrue(begin(server, pipes));
      assertEquals(7, handedBack.poll(30, TimeUnit.SECONDS));
    }
  }
}
