package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Bytes;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.ExitStatus;
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

/** Whose programs a session process starts, and how long it lives. */
@Tag("H5")
@Timeout(180)
class SessionProcessesTest {
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
}
