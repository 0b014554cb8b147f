package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program: its socket, its process, its command, its end. */
class SshAgentTest {
  private static final Pattern PID = Pattern.compile("SSH_AGENT_PID[= ](\\d+);");
  private static final Pattern SOCKET = Pattern.compile("SSH_AUTH_SOCK[= ]([^;]+);");

  @TempDir Path home;

  private Command agent(String... words) {
    return Command.of(Peer.ours("ssh-agent"))
        .and(words)
        .environment("HOME", home.toString())
        .environment("SHELL", "/bin/sh");
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  private static void awaitEnd(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process != null) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  /** One in the background, ended when the test is over. */
  private record Background(long pid, Path socket, String said) implements AutoCloseable {
    @Override
    public void close() {
      ProcessHandle process = ProcessHandle.of(pid).orElse(null);
      if (process != null) {
        process.destroy();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
      }
    }
  }

  private static Background started(Command command) throws Exception {
    String said = command.run().expectSuccess();
    return new Background(
        Long.parseLong(found(PID, said)), Path.of(found(SOCKET, said).replace("'", "")), said);
  }

  private List<Path> sockets() throws Exception {
    try (Stream<Path> files = Files.list(home.resolve(".ssh/agent"))) {
      return files.toList();
    }
  }

  @Test
  @Tag("G4")
  void inTheBackgroundItListensWhereNobodyElseGets() throws Exception {
    Path socket;
    try (Background agent = started(agent())) {
      socket = agent.socket();
      assertEquals(home.resolve(".ssh/agent"), socket.getParent());
      assertTrue(socket.getFileName().toString().startsWith("s."));
      for (Path folder : List.of(home.resolve(".ssh"), home.resolve(".ssh/agent"))) {
        assertEquals(
            "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
      }
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
      assertEquals(
          "SSH_AUTH_SOCK=%s; export SSH_AUTH_SOCK;\nSSH_AGENT_PID=%d; export SSH_AGENT_PID;\necho Agent pid %d;\n"
              .formatted(socket, agent.pid(), agent.pid()),
          agent.said());
      Command list = Command.of(Peer.required("ssh-add"), "-l");
      assertEquals(1, list.environment("SSH_AUTH_SOCK", socket.toString()).run().status());
      String killed =
          agent("-k")
              .environment("SSH_AGENT_PID", Long.toString(agent.pid()))
              .run()
              .expectSuccess();
      assertEquals(
          "unset SSH_AUTH_SOCK;\nunset SSH_AGENT_PID;\necho Agent pid %d killed;\n"
              .formatted(agent.pid()),
          killed);
      awaitEnd(agent.pid());
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void aCommandRunsWithItAndEndsIt() throws Exception {
    Command.Outcome outcome =
        agent("sh", "-c", "echo $SSH_AGENT_PID; test -S \"$SSH_AUTH_SOCK\" && exit 7").run();
    assertEquals(7, outcome.status(), outcome::toString);
    awaitEnd(Long.parseLong(outcome.text().strip()));
    assertEquals(List.of(), sockets());
    Command.Outcome killed = agent("sh", "-c", "kill -9 $$").run();
    assertEquals(137, killed.status());
    Command.Outcome missing = agent("no-such-program").run();
    assertEquals("no-such-program: No such file or directory\n", missing.errors());
    assertEquals(1, missing.status());
  }

  /** The command is what the shell started: its descriptors, its signals and its number. */
  @Test
  void theCommandTakesThePlaceOfTheProcess() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    String inside = "echo $$; readlink /proc/$$/fd/9; ls /proc/$$/fd";
    String said =
        Command.of(
                "sh",
                "-c",
                "exec 9< '%s'; echo $$; exec '%s' sh -c '%s'"
                    .formatted(file, Peer.ours("ssh-agent"), inside))
            .environment("HOME", home.toString())
            .run()
            .expectSuccess();
    List<String> lines = said.lines().toList();
    assertEquals(lines.get(0), lines.get(1));
    assertEquals(file.toString(), lines.get(2));
    List<String> open = lines.subList(3, lines.size());
    assertTrue(open.containsAll(List.of("0", "1", "2", "9")), said);
    String target = String.join(" ", open);
    assertFalse(target.matches(".*\\b[3-8]\\b.*"), target);
    // No shell here: it blocks all signals for the moment in which it starts a program.
    assertEquals(
        "SigBlk:\t0000000000000000\n",
        agent("grep", "SigBlk", "/proc/self/status").run().expectSuccess());
  }

  @Test
  void theOldPlaceIsAFolderOfItsOwn() throws Exception {
    Path temporary = Files.createDirectory(home.resolve("tmp"));
    Path socket;
    try (Background agent = started(agent("-T").environment("TMPDIR", temporary.toString()))) {
      socket = agent.socket();
      assertTrue(socket.startsWith(temporary));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }
    assertFalse(Files.exists(socket.getParent()));
  }

  @Test
  void forTheCShell() throws Exception {
    try (Background agent = started(agent("-c"))) {
      assertTrue(agent.said().startsWith("setenv SSH_AUTH_SOCK "), agent.said());
    }
    try (Background agent = started(agent().environment("SHELL", "/bin/tcsh"))) {
      assertTrue(agent.said().startsWith("setenv SSH_AUTH_SOCK "), agent.said());
    }
  }

  @Test
  void aNameWithABlankIsQuoted() throws Exception {
    Path socket = Files.createDirectory(home.resolve("a b")).resolve("s");
    try (Background agent = started(agent("-a", socket.toString()))) {
      assertTrue(agent.said().startsWith("SSH_AUTH_SOCK='" + socket + "';"), agent.said());
    }
  }

  @Test
  void aPlaceThatIsTakenIsSaid() throws Exception {
    Path socket = Files.createFile(home.resolve("taken"));
    for (String program : List.of(Peer.required("ssh-agent"), Peer.ours("ssh-agent"))) {
      Command.Outcome outcome = Command.of(program, "-a", socket.toString()).run();
      assertEquals(1, outcome.status());
      assertEquals(
          "unix_listener: cannot bind to path " + socket + ": Address already in use\r\n",
          outcome.errors());
    }
  }

  @Test
  @Tag("G4")
  void aFolderThatOthersCanEnterIsNotUsed() throws Exception {
    Path folder = Files.createDirectories(home.resolve(".ssh/agent"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Command.Outcome outcome = agent().run();
    assertEquals(1, outcome.status());
    assertTrue(outcome.errors().contains("are too open: chmod 700 it"), outcome.errors());
    assertEquals(List.of(), sockets());
  }

  @Test
  void staleSocketsAreClearedAway() throws Exception {
    Path living;
    try (Background agent = started(agent())) {
      living = agent.socket();
      Path killed;
      Background other = started(agent());
      killed = other.socket();
      ProcessHandle.of(other.pid()).orElseThrow().destroyForcibly();
      awaitEnd(other.pid());
      String start = killed.getFileName().toString().substring(0, 13);
      Path elsewhere = killed.resolveSibling("s.0000000000.agent.x");
      Files.move(killed, elsewhere);
      Path here = killed;
      Background third = started(agent("-a", here.toString()));
      ProcessHandle.of(third.pid()).orElseThrow().destroyForcibly();
      awaitEnd(third.pid());
      Path file = Files.createFile(killed.resolveSibling(start + "agent.file"));
      FileTime old = FileTime.from(Instant.now().minusSeconds(2 * 60 * 60));
      agent("-u").run().expectSuccess();
      assertEquals(4, sockets().size(), "all are young");
      for (Path path : sockets()) {
        Files.setLastModifiedTime(path, old);
      }
      agent("-u").run().expectSuccess();
      assertFalse(Files.exists(here));
      assertTrue(Files.exists(elsewhere), "another machine's");
      assertTrue(Files.exists(file), "no socket");
      assertTrue(Files.exists(living), "in use");
      agent("-u", "-u").run().expectSuccess();
      assertFalse(Files.exists(elsewhere));
      assertTrue(Files.exists(living), "in use");
    }
    assertFalse(Files.exists(living));
  }

  @Test
  void userSignalOneForgetsAllKeys() throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
        .and("-f", home.resolve("id").toString())
        .run()
        .expectSuccess();
    try (Background agent = started(agent())) {
      String socket = agent.socket().toString();
      Command.of(Peer.required("ssh-add"), home.resolve("id").toString())
          .environment("SSH_AUTH_SOCK", socket)
          .run()
          .expectSuccess();
      Command.of("kill", "-USR1", Long.toString(agent.pid())).run().expectSuccess();
      Command.Outcome listed;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      do {
        listed =
            Command.of(Peer.required("ssh-add"), "-l").environment("SSH_AUTH_SOCK", socket).run();
      } while (listed.status() == 0 && System.nanoTime() < end);
      assertEquals("The agent has no identities.\n", listed.text());
    }
  }

  /** Even where no mode keeps others out. */
  @Test
  @Tag("G4")
  void nobodyElseIsServed() throws Exception {
    Assumptions.assumeTrue(Accounts.isRoot(), "being somebody else needs root");
    Peer.required("setpriv");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path socket = home.resolve("s");
    Path log = home.resolve("log");
    Process agent = agent("-d", "-a", socket.toString()).start(log);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Files.exists(socket) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      Command.Outcome nobody =
          Command.of("setpriv", "--reuid", "65534", "--clear-groups", Peer.required("ssh-add"))
              .and("-l")
              .environment("SSH_AUTH_SOCK", socket.toString())
              .run();
      assertTrue(nobody.errors().contains("error fetching identities"), nobody::toString);
      assertTrue(Files.readString(log).contains("uid mismatch: peer euid 65534"));
      Command own = Command.of(Peer.required("ssh-add"), "-l");
      assertEquals(
          "The agent has no identities.\n",
          own.environment("SSH_AUTH_SOCK", socket.toString()).run().text());
    } finally {
      agent.toHandle().destroy();
      assertTrue(agent.waitFor(20, TimeUnit.SECONDS));
    }
    assertEquals(2, agent.exitValue());
    assertFalse(Files.exists(socket));
  }

  /** The kernel gives the files of a process that is not dumpable to root. */
  @Test
  @Tag("G4")
  void nobodyLooksIntoItsMemory() throws Exception {
    Accounts accounts = Accounts.make(home);
    try {
      String user = accounts.user("a", "");
      Path own = home.resolve(user);
      Command.of("chown", user, own.toString()).run().expectSuccess();
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      Command command =
          Command.of(Peer.required("setpriv"), "--reuid", user, "--clear-groups")
              .and(Peer.ours("ssh-agent"), "-s")
              .environment("HOME", own.toString());
      try (Background agent = started(command)) {
        Path process = Path.of("/proc", Long.toString(agent.pid()));
        assertEquals("root", Files.getOwner(process.resolve("mem")).getName());
        assertTrue(
            Files.readString(process.resolve("limits"))
                .lines()
                .anyMatch(l -> l.matches("Max core file size\\s+0\\s+0\\s+.*")));
      }
    } finally {
      accounts.remove();
    }
  }
}
