package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Bytes;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose programs a session process starts, and how long it lives. */
@Tag("H5")
@Timeout(180)
class SessionProcessesTest {
  private static final Optional<Path> EMPTY = Optional.empty();

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);
  private final StartedJvm jvms = new StartedJvm("dev.aikagi.tools.Main", "sshd-session");

  private static ProgramStart cat(User user) throws IOException {
    List<Bytes> arguments = List.of(Bytes.utf8("cat"));
    return new ProgramStart("/bin/cat", arguments, Map.of(), Path.of("/"), user.credentials());
  }

  /** Ends it as the end of its input does. */
  private static void end(RunningProgram cat) throws IOException {
    try (var pipes = cat.pipes().orElseThrow()) {
      pipes.input().close();
      assertEquals(Optional.of(new ExitStatus.Exited(0)), cat.waitFor());
    }
  }

  private ChildProcess process(int number) {
    return jvms.children.get(number);
  }

  @Test
  void eachUserHasOneFromHisFirstProgramToTheEndOfHisLast() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    Optional<User> nobody = User.named("nobody");
    assumeTrue(nobody.isPresent(), "needs the user nobody");
    try (SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ZERO)) {
      RunningProgram first = processes.startShared(cat(root), Optional.empty());
      RunningProgram second = processes.startShared(cat(root), Optional.empty());
      assertEquals(1, jvms.children.size());
      RunningProgram other = processes.startShared(cat(nobody.get()), Optional.empty());
      assertEquals(2, jvms.children.size());

      // Where modules of PAM and what they fork look for their input, there is nothing.
      Path input = Path.of("/proc/" + process(0).pid() + "/fd/0");
      assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(input));

      end(first);
      end(second);
      assertEquals(new ExitStatus.Exited(0), process(0).waitFor());
      end(processes.startShared(cat(root), Optional.empty()));
      assertEquals(3, jvms.children.size());
      end(other);
      assertEquals(new ExitStatus.Exited(0), process(1).waitFor());
      assertEquals(new ExitStatus.Exited(0), process(2).waitFor());
      String log = told.toString(StandardCharsets.UTF_8);
      assertFalse(log.contains("error"), log);
    }
  }

  /** A runtime's start for each of many short commands would cost more than the commands. */
  @Test
  void theNextProgramOfAUserFindsTheProcessOfTheLast() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    try (SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ofHours(1))) {
      for (int i = 0; i < 3; i++) {
        end(processes.startShared(cat(root), Optional.empty()));
      }
      assertEquals(1, jvms.children.size());
    }
    assertEquals(new ExitStatus.Exited(0), process(0).waitFor());
  }

  /** Its start and the round trip that brings the request for a program pass at the same time. */
  @Test
  void theProgramThatIsExpectedFindsItsProcess() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    CountDownLatch launched = new CountDownLatch(1);
    SessionProcess.Launch launch =
        end -> {
          ChildProcess child = jvms.launch(end);
          launched.countDown();
          return child;
        };
    try (SessionProcesses processes = new SessionProcesses(log, launch, Duration.ofHours(1))) {
      processes.expect(root);
      assertTrue(launched.await(30, TimeUnit.SECONDS));
      end(processes.startShared(cat(root), Optional.empty()));
      assertEquals(1, jvms.children.size());
    }
    assertEquals(new ExitStatus.Exited(0), process(0).waitFor());
  }

  @Test
  void theyEndWithTheServer() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ZERO);
    RunningProgram cat = processes.startShared(cat(root), Optional.empty());
    processes.close();
    assertEquals(new ExitStatus.Exited(0), process(0).waitFor());
    cat.pipes().orElseThrow().close();
    assertThrows(IOException.class, () -> processes.startShared(cat(root), Optional.empty()));
  }

  private static ProgramStart files(User user, Map<String, Bytes> environment) throws IOException {
    return files(user, environment, Path.of("/"));
  }

  private static ProgramStart files(User user, Map<String, Bytes> environment, Path folder)
      throws IOException {
    List<Bytes> words =
        StartedJvm.words(List.of("dev.aikagi.tools.Main", "sftp-server")).stream()
            .map(Bytes::utf8)
            .toList();
    return new ProgramStart(
        words.getFirst().utf8(),
        words,
        environment,
        folder,
        ProgramStart.Kind.FILE_SERVER,
        user.credentials());
  }

  private static Map<String, Bytes> from(String connection) {
    return Map.of("SSH_CONNECTION", Bytes.utf8(connection));
  }

  /** INIT of version 3, which VERSION answers. */
  private static void greet(RunningProgram server) throws IOException {
    asks(server, 2, 0, 0, 0, 5, 1, 0, 0, 0, 3);
  }

  /** REALPATH of the working folder, which NAME answers. */
  private static void asks(RunningProgram server) throws IOException {
    asks(server, 104, 0, 0, 0, 10, 16, 0, 0, 0, 1, 0, 0, 0, 1, '.');
  }

  private static void asks(RunningProgram server, int answers, int... request) throws IOException {
    var pipes = server.pipes().orElseThrow();
    byte[] bytes = new byte[request.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) request[i];
    }
    pipes.input().write(bytes, 0, bytes.length);
    byte[] answer = new byte[1000];
    assertTrue(pipes.output().read(answer, 0, answer.length) > 9);
    assertEquals(answers, answer[4]);
  }

  /** The next session finds a runtime that is started and warm. */
  @Test
  void sessionsThatWantTheSameShareAFileServer() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    try (SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ofHours(1))) {
      RunningProgram first = processes.startShared(files(root, from("192.0.2.1 1")), EMPTY);
      RunningProgram second = processes.startShared(files(root, from("192.0.2.2 2")), EMPTY);
      greet(second);
      greet(first);
      assertEquals(first.pid(), second.pid());
      // The times in a long listing are the zone's, which holds for a process.
      Map<String, Bytes> zone = Map.of("TZ", Bytes.utf8("Asia/Tokyo"));
      RunningProgram elsewhere = processes.startShared(files(root, zone), EMPTY);
      greet(elsewhere);
      assertNotEquals(first.pid(), elsewhere.pid());
      end(elsewhere);
      end(first);
      asks(second);
      // A signal is for one session, not for its process.
      second.signalGroup(Signals.SIGKILL);
      assertEquals(Optional.of(new ExitStatus.Exited(0)), second.waitFor());
      RunningProgram third = processes.startShared(files(root, Map.of()), EMPTY);
      greet(third);
      assertEquals(first.pid(), third.pid());
      end(third);
    }
    assertEquals(new ExitStatus.Exited(0), process(0).waitFor());
  }

  @Test
  void aFileServerThatIsKilledEndsItsSessionsAndIsReplaced() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    try (SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ofHours(1))) {
      RunningProgram first = processes.startShared(files(root, Map.of()), EMPTY);
      greet(first);
      ProcessHandle process = ProcessHandle.of(first.pid()).orElseThrow();
      assertTrue(process.destroyForcibly());
      assertEquals(Optional.of(new ExitStatus.Signalled(Signals.SIGKILL, false)), first.waitFor());
      try (var pipes = first.pipes().orElseThrow()) {
        assertEquals(-1, pipes.output().read(new byte[1], 0, 1));
      }
      RunningProgram second = processes.startShared(files(root, Map.of()), EMPTY);
      greet(second);
      assertNotEquals(first.pid(), second.pid());
      end(second);
    }
  }

  /** A home that was restored is the one to serve, and not what has become of the old one. */
  @Test
  void aFolderThatWasReplacedIsServedAnew(@TempDir Path folder) throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: it changes ids");
    User root = User.withId(0).orElseThrow();
    Path home = Files.createDirectory(folder.resolve("home"));
    try (SessionProcesses processes = new SessionProcesses(log, jvms, Duration.ofHours(1))) {
      RunningProgram first = processes.startShared(files(root, Map.of(), home), EMPTY);
      greet(first);
      Files.move(home, folder.resolve("old"));
      Files.createDirectory(home);
      RunningProgram second = processes.startShared(files(root, Map.of(), home), EMPTY);
      greet(second);
      assertEquals(home, Files.readSymbolicLink(Path.of("/proc/" + second.pid() + "/cwd")));
      asks(first);
      end(first);
      end(second);
    }
  }
}
