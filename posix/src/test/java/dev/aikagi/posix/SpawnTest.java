package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try")
class SpawnTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  private static Spawn shell(String script) {
    return Spawn.of("/bin/sh", List.of("-sh", "-c", script), ENVIRONMENT);
  }

  static String all(Descriptor from) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    for (int n; (n = from.read(piece, 0, piece.length)) >= 0; ) {
      out.write(piece, 0, n);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String output(Spawn spawn) throws IOException {
    ChildProcess child = spawn.onPipes();
    try (Descriptor in = child.input().orElseThrow();
        Descriptor out = child.output().orElseThrow();
        Descriptor err = child.errors().orElseThrow()) {
      in.close();
      String text = all(out) + all(err);
      assertEquals(new ExitStatus.Exited(0), child.waitFor(), text);
      return text;
    }
  }

  @Test
  void theEnvironmentIsExactlyTheGivenOne() throws Exception {
    Spawn spawn = Spawn.of("/usr/bin/env", List.of("env"), Map.of("ONE", "a b", "TWO", ""));
    assertEquals(List.of("ONE=a b", "TWO="), output(spawn).lines().sorted().toList());
  }

  @Test
  void theFirstArgumentIsTheNameTheProgramSees() throws Exception {
    assertEquals("-sh\n", output(shell("echo $0")));
  }

  @Test
  void startsInTheDirectory(@TempDir Path directory) throws Exception {
    assertEquals(directory.toRealPath() + "\n", output(shell("pwd -P").in(directory)));
  }

  @Test
  void aMissingProgramIsTold() {
    Spawn spawn = Spawn.of("/nonexistent", List.of("x"), Map.of());
    PosixException e = assertThrows(PosixException.class, spawn::onPipes);
    assertEquals(Errno.ENOENT, e.errno());
    assertEquals("/nonexistent: No such file or directory", e.getMessage());
  }

  @Test
  void onlyTheThreeDescriptorsAreOpen() throws Exception {
    try (Descriptor leaking = Descriptor.inherited(0)) {
      assertEquals(0, leaking.number());
      // The fourth is the one that ls reads the directory with.
      assertEquals("0\n1\n2\n3\n", output(shell("exec ls /proc/self/fd")));
    }
  }

  @Test
  void signalsAreAtTheirDefaults() throws Exception {
    Signals.ignore("WINCH");
    try {
      String status = output(shell("exec cat /proc/self/status"));
      for (String set : List.of("SigBlk", "SigIgn", "SigCgt")) {
        String line = status.lines().filter(l -> l.startsWith(set)).findFirst().orElseThrow();
        // 32 and 33 are the C library's own; posix_spawn leaves them ignored.
        long signals = Long.parseUnsignedLong(line.substring(8), 16) & ~(3L << 31);
        assertEquals(0, signals, line);
      }
    } finally {
      Signals.restoreDefault("WINCH");
    }
  }

  @Test
  void leadsItsOwnSession() throws Exception {
    String[] ids = output(shell("cut -d' ' -f1,5,6 /proc/$$/stat")).strip().split(" ", 3);
    assertEquals(ids[0], ids[1]);
    assertEquals(ids[0], ids[2]);
  }

  @Test
  void exitCodesAndSignalsAreToldApart() throws Exception {
    ChildProcess failing = shell("exit 42").onPipes();
    assertEquals(new ExitStatus.Exited(42), failing.waitFor());
    assertEquals(new ExitStatus.Exited(42), failing.waitFor());
    ChildProcess killed = shell("kill -TERM $$").onPipes();
    ExitStatus.Signalled status = (ExitStatus.Signalled) killed.waitFor();
    assertEquals("TERM", status.signalName());
  }

  @Test
  void aSignalReachesTheWholeGroup() throws Exception {
    ChildProcess child = shell("sleep 60 & echo ready; wait").onPipes();
    try (Descriptor out = child.output().orElseThrow()) {
      byte[] line = new byte[6];
      assertEquals(6, out.read(line, 0, 6));
      child.signalGroup(Signals.SIGTERM);
      assertEquals("TERM", ((ExitStatus.Signalled) child.waitFor()).signalName());
      // The end comes only when sleep has closed its copy as well.
      assertEquals(-1, out.read(line, 0, 6));
    }
  }

  @Test
  void bulkDataComesBackUnchanged() throws Exception {
    byte[] data = new byte[3_000_001];
    new Random(1).nextBytes(data);
    ChildProcess child = shell("exec cat").onPipes();
    try (Descriptor in = child.input().orElseThrow();
        Descriptor out = child.output().orElseThrow()) {
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                in.write(data, 0, data.length);
                in.close();
                return null;
              });
      Thread.ofPlatform().start(writing);
      ByteArrayOutputStream back = new ByteArrayOutputStream();
      byte[] piece = new byte[256 * 1024];
      for (int n; (n = out.read(piece, 0, piece.length)) >= 0; ) {
        back.write(piece, 0, n);
      }
      writing.get();
      assertArrayEquals(data, back.toByteArray());
    }
  }

  @Test
  void closeWakesABlockedReaderAndABlockedWriter() throws Exception {
    ChildProcess child = shell("exec sleep 60").onPipes();
    try (Descriptor in = child.input().orElseThrow();
        Descriptor out = child.output().orElseThrow()) {
      FutureTask<Integer> reading = new FutureTask<>(() -> out.read(new byte[1], 0, 1));
      Thread reader = Thread.ofPlatform().start(reading);
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                in.write(new byte[4 << 20], 0, 4 << 20);
                return null;
              });
      Thread writer = Thread.ofPlatform().start(writing);
      awaitInNative(reader);
      awaitInNative(writer);
      out.close();
      in.close();
      assertThrows(ClosedDescriptorException.class, () -> unwrap(reading));
      assertThrows(ClosedDescriptorException.class, () -> unwrap(writing));
      assertThrows(ClosedDescriptorException.class, () -> out.read(new byte[1], 0, 1));
    } finally {
      child.signalGroup(Signals.SIGKILL);
      child.waitFor();
    }
  }

  private static void unwrap(FutureTask<?> task) throws Throwable {
    try {
      task.get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause();
    }
  }

  /** Until the thread has been seen in a native call; both orders are right, one is of interest. */
  private static void awaitInNative(Thread thread) {
    while (thread.isAlive()
        && java.util.Arrays.stream(thread.getStackTrace())
            .noneMatch(frame -> frame.getMethodName().equals("await"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theSlaveIsTheControllingTerminal() throws Exception {
    try (Pty pty = Pty.open()) {
      pty.terminal().resize(new WindowSize(133, 41, 0, 0));
      ChildProcess child =
          shell("tty; stty size </dev/tty; stty -a | grep -o 'intr = [^;]*'")
              .onTerminal(pty.slave());
      String text = all(pty.master());
      assertEquals(new ExitStatus.Exited(0), child.waitFor());
      assertEquals(pty.slave() + "\r\n41 133\r\nintr = ^C\r\n", text);
    }
  }

  @Test
  void closingTheMasterHangsUpTheSession() throws Exception {
    Pty pty = Pty.open();
    ChildProcess child =
        shell("trap 'exit 7' HUP; echo ready; while :; do read x; done").onTerminal(pty.slave());
    byte[] line = new byte[64];
    assertTrue(pty.master().read(line, 0, line.length) > 0);
    pty.close();
    assertEquals(new ExitStatus.Exited(7), child.waitFor());
  }

  @Test
  void rootStartsAsAnotherUserAndStaysRoot() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: starting as another user");
    User nobody = User.named("nobody").orElseThrow();
    Credentials credentials = new Credentials(nobody.uid(), nobody.gid(), List.of(4, nobody.gid()));
    String ids =
        output(
            UserProgram.as(
                credentials,
                shell(
                        "exec grep -E '^(Uid|Gid|Groups|NoNewPrivs|CapPrm|CapEff|CapAmb)'"
                            + " /proc/self/status")
                    .in(Path.of("/"))));
    String uid = Integer.toString(nobody.uid());
    String gid = Integer.toString(nobody.gid());
    String none = "0".repeat(16);
    assertEquals(
        "Uid:\t"
            + String.join("\t", uid, uid, uid, uid)
            + "\nGid:\t"
            + String.join("\t", gid, gid, gid, gid)
            + "\nGroups:\t4 "
            + gid
            + " "
            + "\nCapPrm:\t"
            + none
            + "\nCapEff:\t"
            + none
            + "\nCapAmb:\t"
            + none
            + "\nNoNewPrivs:\t0\n",
        ids);
    assertEverybodyIsRoot();
  }

  /** On a system with merged folders /usr is one that programs find all they need in. */
  @Test
  @Tag("F3")
  void aProgramHasTheRootThatItIsGiven() throws Exception {
    Path usr = Path.of("/usr");
    assumeTrue(User.effectiveId() == 0, "needs root: another root folder");
    assumeTrue(
        Files.exists(usr.resolve("bin/sh")) && Files.exists(usr.resolve("lib64")),
        "needs a system whose /bin is in /usr");
    Credentials jailed =
        User.named("nobody").orElseThrow().credentials().withRoot(Optional.of(usr));
    Spawn program = shell("echo here /*; pwd").in(Path.of("/"));
    String pipes = output(UserProgram.as(jailed, program));
    assertTrue(pipes.startsWith("here /bin ") && !pipes.contains("/usr"), pipes);
    assertTrue(pipes.endsWith("\n/\n"), pipes);
    Pty pty = Pty.open();
    pty.giveTo(User.named("nobody").orElseThrow());
    ChildProcess child =
        UserProgram.as(jailed, shell("test -t 0 && cd /bin && exit 7").in(Path.of("/")))
            .onTerminal(pty.slave());
    assertEquals(new ExitStatus.Exited(7), child.waitFor());
    pty.close();
    assertTrue(Files.exists(usr), "this process keeps its root");
  }

  @Test
  void rootReadsAsAnotherUserAndStaysRoot(@TempDir Path directory) throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: reading as another user");
    Path secret = Files.writeString(directory.resolve("secret"), "x");
    Files.setPosixFilePermissions(
        secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Credentials nobody = User.named("nobody").orElseThrow().credentials();
    assertThrows(
        java.nio.file.AccessDeniedException.class,
        () -> nobody.callAs("test", () -> Files.readString(secret)));
    assertEquals("x", Files.readString(secret));
    String status =
        nobody.callAs("test", () -> Files.readString(Path.of("/proc/thread-self/status")));
    String uid = Integer.toString(nobody.uid());
    assertTrue(status.contains("\nUid:\t0\t" + uid + "\t0\t" + uid + "\n"), status);
    assertEverybodyIsRoot();
  }

  /** All threads but the one made for the user, which may still be on its way out. */
  private static void assertEverybodyIsRoot() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String status = status(task);
        while (status.startsWith("Name:\ttest\n") || status.startsWith("Name:\tstart as")) {
          Thread.onSpinWait();
          status = status(task);
        }
        if (!status.isEmpty()) {
          assertTrue(status.contains("\nUid:\t0\t0\t0\t0\n"), status);
          assertTrue(status.contains("\nGid:\t0\t0\t0\t0\n"), status);
        }
      }
    }
  }

  /** Empty when the thread has ended. */
  private static String status(Path task) {
    try {
      return Files.readString(task.resolve("status"));
    } catch (IOException e) {
      return "";
    }
  }
}
