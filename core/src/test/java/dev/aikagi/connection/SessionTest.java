package dev.aikagi.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionTest {
  private static final Pty PTY =
      new Pty(
          "xterm",
          new TerminalSize(80, 24, 640, 480),
          new TerminalModes(Map.of(TerminalMode.ECHO, 1L, TerminalMode.VINTR, 3L)));

  @Test
  void runsACommandWithItsStreamsAndStatus() throws Exception {
    Program cat =
        new Program(
            session -> {
              byte[] all = session.stdin().readAllBytes();
              session.stdout().write(all);
              session.stderr().write("warning".getBytes(UTF_8));
              return ExitResult.status(42);
            });
    try (Mux mux = Mux.of(Mux.sessions(() -> cat));
        Session session = mux.client.openSession()) {
      session.setEnv("LANG", "C");
      session.exec("cat -");
      session.stdin().write("hello".getBytes(UTF_8));
      session.stdin().close();
      assertEquals("hello", new String(session.stdout().readAllBytes(), UTF_8));
      assertEquals("warning", new String(session.stderr().readAllBytes(), UTF_8));
      assertEquals(ExitResult.status(42), session.awaitExit());
      assertEquals(
          List.of(
              new SessionRequest.Env("LANG", Bytes.utf8("C")),
              new SessionRequest.Exec(Bytes.utf8("cat -"))),
          cat.requests);
    }
  }

  @Test
  void bringsAllRequestsInOrder() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Program program =
        new Program(
            session -> {
              await(go);
              session.stdout().write(session.pty().orElseThrow().size().toString().getBytes(UTF_8));
              return new ExitResult.Signalled("TERM", true, "bye");
            });
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      Reply pty = session.send(new SessionRequest.PtyReq(PTY));
      Reply shell = session.send(new SessionRequest.Shell());
      assertTrue(pty.granted());
      assertTrue(shell.granted());
      session.windowChange(TerminalSize.of(132, 50));
      session.signal("INT");
      assertTrue(session.sendBreak(500));
      go.countDown();
      assertEquals(
          TerminalSize.of(132, 50).toString(), new String(session.stdout().readAllBytes(), UTF_8));
      assertEquals(new ExitResult.Signalled("TERM", true, "bye"), session.awaitExit());
      assertEquals(
          List.of(
              new SessionRequest.PtyReq(PTY),
              new SessionRequest.Shell(),
              new SessionRequest.WindowChange(TerminalSize.of(132, 50)),
              new SessionRequest.Signal("INT"),
              new SessionRequest.Break(500)),
          program.requests);
    }
  }

  @Test
  void refusesWhatTheHandlerRefusesAndGoesOn() throws Exception {
    Program program =
        new Program(r -> r instanceof SessionRequest.Subsystem, s -> ExitResult.status(1));
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      assertFalse(session.requestPty(PTY));
      assertThrows(SshException.class, () -> session.exec("true"));
      assertThrows(SshException.class, session::shell);
      session.subsystem("sftp");
      assertEquals(ExitResult.status(1), session.awaitExit());
    }
  }

  @Test
  void grantsOneProgramAndNoEnvironmentAfterIt() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Program program =
        new Program(
            s -> {
              await(go);
              return ExitResult.status(0);
            });
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      session.exec("first");
      assertFalse(session.send(new SessionRequest.Exec(Bytes.utf8("second"))).granted());
      assertFalse(session.send(new SessionRequest.Env("A", Bytes.utf8("b"))).granted());
      assertFalse(session.requestPty(PTY));
      go.countDown();
      assertEquals(ExitResult.status(0), session.awaitExit());
      assertEquals(1, program.requests.size());
    }
  }

  @Test
  void aHandlerThatThrowsRefuses() throws Exception {
    Program program =
        new Program(
            r -> {
              throw new IllegalStateException("handler");
            },
            s -> ExitResult.status(0));
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      assertThrows(SshException.class, () -> session.exec("true"));
    }
  }

  @Test
  void limitsTheEnvironment() throws Exception {
    Program program = new Program(s -> ExitResult.status(s.environment().size()));
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      for (int i = 0; i < 200; i++) {
        session.setEnv("V" + i, "x");
      }
      assertFalse(session.send(new SessionRequest.Env("BIG", Bytes.of(new byte[5000]))).granted());
      session.exec("env");
      assertEquals(ExitResult.status(128), session.awaitExit());
    }
  }

  @Test
  void tellsTheServerThatTheClientIsGone() throws Exception {
    Program program = new Program(s -> ExitResult.status(s.stdin().read()));
    try (Mux mux = Mux.of(Mux.sessions(() -> program))) {
      try (Session session = mux.client.openSession()) {
        session.exec("read");
      }
      assertTrue(program.closed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void tellsTheServersSessionThatTheConnectionIsGone() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    Program program =
        new Program(
            s -> {
              try {
                s.stdin().read();
              } catch (ConnectionEndedException e) {
                woken.countDown();
              }
              return ExitResult.status(0);
            });
    Session session;
    try (Mux mux = Mux.of(Mux.sessions(() -> program))) {
      session = mux.client.openSession();
      session.exec("read");
    }
    assertTrue(woken.await(10, TimeUnit.SECONDS));
    assertTrue(program.closed.await(10, TimeUnit.SECONDS));
    assertThrows(ConnectionEndedException.class, session::awaitExit);
  }

  @Test
  void waitsForAnExitOnlyAsLongAsAsked() throws Exception {
    Program program = new Program(s -> ExitResult.status(s.stdin().read()));
    try (Mux mux = Mux.of(Mux.sessions(() -> program));
        Session session = mux.client.openSession()) {
      session.exec("read");
      assertEquals(Optional.empty(), session.awaitExit(Duration.ofMillis(20)));
    }
  }

  @Test
  void aReaderThatClosesStopsTheWriter() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Program yes =
        new Program(
            s -> {
              byte[] block = new byte[4096];
              try {
                while (true) {
                  s.stdout().write(block);
                }
              } catch (IOException e) {
                stopped.countDown();
              }
              return ExitResult.status(141);
            });
    try (Mux mux = Mux.of(Mux.sessions(() -> yes));
        Session session = mux.client.openSession()) {
      session.exec("yes");
      assertEquals(4096, session.stdout().readNBytes(4096).length);
      session.stdout().close();
      assertTrue(stopped.await(10, TimeUnit.SECONDS));
      assertEquals(ExitResult.status(141), session.awaitExit());
    }
  }

  @Test
  void refusesUnknownChannelTypesAndSessionsOpenedByTheServer() throws Exception {
    try (Mux mux = Mux.of(Mux.sessions(Program::echo))) {
      ChannelOpenException unknown =
          assertThrows(ChannelOpenException.class, () -> mux.client.open("nothing", Bytes.EMPTY));
      assertEquals(OpenFailureReason.UNKNOWN_CHANNEL_TYPE.code(), unknown.reasonCode());
      assertThrows(ChannelOpenException.class, mux.server::openSession);
    }
  }

  @Test
  void limitsSessions() throws Exception {
    try (Mux mux = Mux.of(Mux.sessions(Program::echo), options -> options.withMaxSessions(2), 4)) {
      Session one = mux.client.openSession();
      Session two = mux.client.openSession();
      ChannelOpenException e = assertThrows(ChannelOpenException.class, mux.client::openSession);
      assertEquals(OpenFailureReason.RESOURCE_SHORTAGE.code(), e.reasonCode());
      one.exec("x");
      one.stdin().close();
      assertEquals(ExitResult.status(0), one.awaitExit());
      one.close();
      two.close();
      awaitEmpty(mux.server);
      mux.client.openSession().close();
    }
  }

  @Test
  void aSessionAfterNoMoreSessionsEndsTheConnection() throws Exception {
    Mux mux = Mux.of(Mux.sessions(Program::echo));
    mux.client.openSession().close();
    mux.client.noMoreSessions();
    assertThrows(IOException.class, mux.client::openSession);
    Termination how = mux.serverEnd();
    assertEquals(
        DisconnectReason.PROTOCOL_ERROR,
        assertInstanceOf(Termination.LocalDisconnect.class, how).reason());
  }

  @Test
  void answersGlobalRequestsInOrder() throws Exception {
    ConnectionHandler handler =
        new ConnectionHandler() {
          @Override
          public GlobalReply globalRequest(Connection connection, String name, Bytes data) {
            return name.equals("upper@test")
                ? new GlobalReply.Success(
                    Bytes.utf8(data.utf8().toUpperCase(java.util.Locale.ROOT)))
                : new GlobalReply.Failure();
          }
        };
    Duration timeout = Duration.ofSeconds(10);
    try (Mux mux = Mux.of(handler)) {
      for (int i = 0; i < 50; i++) {
        assertEquals(
            new GlobalReply.Success(Bytes.utf8("N" + i)),
            mux.client.globalRequest("upper@test", Bytes.utf8("n" + i), timeout));
        assertEquals(
            new GlobalReply.Failure(), mux.client.globalRequest("other", Bytes.EMPTY, timeout));
        assertEquals(
            new GlobalReply.Failure(),
            mux.server.globalRequest("keepalive@openssh.com", Bytes.EMPTY, timeout));
      }
    }
  }

  /** The peer's CLOSE is on its way: each round trip brings it nearer. */
  static void awaitEmpty(Connection connection) throws IOException {
    for (int i = 0; i < 1000 && connection.openChannels() > 0; i++) {
      connection.globalRequest("keepalive@openssh.com", Bytes.EMPTY, Duration.ofSeconds(10));
    }
    assertEquals(0, connection.openChannels());
  }

  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
