package dev.aikagi.tools.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Bytes;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.Pty;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.connection.TerminalModes;
import dev.aikagi.connection.TerminalSize;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.User;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session grants before its program, runs, and leaves behind. */
@Timeout(60)
@Tag("H2")
class LoginSessionTest {
  private static final Pty PTY =
      new Pty("dumb", new TerminalSize(80, 24, 0, 0), TerminalModes.NONE);

  @TempDir private Path folder;

  private Path home = Path.of("");

  @BeforeEach
  void makeHome() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve(".ssh"));
  }

  private LoggedIn in(String... settings) throws Exception {
    return in(AuthorizedKeyOptions.NONE, settings);
  }

  private LoggedIn in(AuthorizedKeyOptions options, String... settings) throws Exception {
    User user = LoggedIn.somebody(home);
    return new LoggedIn(user, options, new StartedHere(), LoginSession::new, settings);
  }

  private static AuthorizedKeyOptions command(String command) {
    AuthorizedKeyOptions o = AuthorizedKeyOptions.NONE;
    return new AuthorizedKeyOptions(
        false,
        false,
        true,
        true,
        true,
        true,
        true,
        true,
        false,
        command,
        null,
        null,
        null,
        o.environment(),
        null,
        null,
        null);
  }

  /** CVE-2008-1657. */
  @Test
  void aUsersScriptRunsNotBeforeWhatTheAdministratorChose() throws Exception {
    Files.writeString(home.resolve(".ssh/rc"), "echo rc\n");
    try (LoggedIn in = in()) {
      assertEquals("rc\nasked\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("ForceCommand=echo forced")) {
      assertEquals("forced\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("Subsystem=some echo subsystem");
        Session s = in.client.openSession()) {
      s.subsystem("some");
      assertEquals("subsystem\n", LoggedIn.outcome(s).text(), in::log);
    }
    try (LoggedIn in = in(command("echo of the key"))) {
      assertEquals("rc\nof the key\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("PermitUserRC=no")) {
      assertEquals("asked\n", in.exec("echo asked").text(), in::log);
    }
  }

  /** CVE-2014-2532 and its kind: what stands before the '=' would be set, whatever matched. */
  @Test
  void aNameWithAnEqualsSignIsNoName() throws Exception {
    try (LoggedIn in = in("AcceptEnv=LC_* *_X", "AcceptEnv=*");
        Session s = in.client.openSession()) {
      for (String name : List.of("LD_PRELOAD=/x;LC_A", "PATH=/x:_X", "=", "", "LC_A\0_X")) {
        SessionRequest env = new SessionRequest.Env(name, Bytes.utf8("value"));
        assertFalse(s.send(env).granted(), name);
      }
      assertTrue(s.send(new SessionRequest.Env("LC_A", Bytes.utf8("a=b"))).granted());
      s.exec("echo $LC_A");
      assertEquals("a=b\n", LoggedIn.outcome(s).text(), in::log);
    }
  }

  @Test
  void aTerminalThatIsOverIsOutOfReach() throws Exception {
    try (LoggedIn in = in();
        Session s = in.client.openSession()) {
      assertTrue(s.requestPty(PTY));
      LoggedIn.Watched watched = in.session.get();
      watched.late.add(new SessionRequest.Break(0));
      watched.late.add(new SessionRequest.WindowChange(PTY.size()));
      s.exec("echo on $(tty | cut -c 1-9)");
      assertEquals("on /dev/pts/\r\n", LoggedIn.outcome(s).text(), in::log);
      assertEquals(List.of(false, false), watched.lateAnswers.get());
    }
  }

  /** Of a client that is gone before it was greeted, and of a program that does not start. */
  @Test
  void whatASessionMadeIsRemoved() throws Exception {
    try (LoggedIn in = in("ExposeAuthInfo=yes")) {
      Path file = Path.of(in.exec("ls $SSH_USER_AUTH").text().strip());
      assertTrue(file.getFileName().toString().startsWith("sshauth."), file::toString);
      assertTrue(Files.notExists(file), file::toString);
    }
    List<Path> made = new CopyOnWriteArrayList<>();
    ProgramStarter none =
        (program, terminal) -> {
          Bytes file = Objects.requireNonNull(program.environment().get("SSH_USER_AUTH"));
          made.add(Path.of(file.utf8()));
          assertTrue(Files.exists(made.getFirst()));
          throw new IOException("no program today");
        };
    User user = LoggedIn.somebody(home);
    try (LoggedIn in =
            new LoggedIn(
                user, AuthorizedKeyOptions.NONE, none, LoginSession::new, "ExposeAuthInfo=yes");
        Session s = in.client.openSession()) {
      assertThrows(IOException.class, () -> s.exec("true"));
      assertTrue(Files.notExists(made.getFirst()), made::toString);
    }
  }

  @Test
  void whatASessionMadeIsRemovedThoughNobodyCanBeGreeted() throws Exception {
    CompletableFuture<Path> made = new CompletableFuture<>();
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    StartedHere starter = new StartedHere();
    ProgramStarter late =
        (program, terminal) -> {
          Bytes file = Objects.requireNonNull(program.environment().get("SSH_USER_AUTH"));
          made.complete(Path.of(file.utf8()));
          gone.join();
          return starter.start(program, terminal);
        };
    // No such home: there is a line to tell.
    User user = LoggedIn.somebody(home.resolve("none"));
    try (LoggedIn in =
        new LoggedIn(
            user, AuthorizedKeyOptions.NONE, late, LoginSession::new, "ExposeAuthInfo=yes")) {
      Session s = in.client.openSession();
      s.sendUnanswered(new SessionRequest.Exec(Bytes.utf8("true")));
      Path file = made.get();
      ServerSession session = in.session.get().started.get();
      in.client.close();
      session.channel().connection().ended().get();
      gone.complete(true);
      in.session.get().over.get();
      assertTrue(Files.notExists(file), in::log);
    }
  }

  @Test
  void aHomeThatCannotBeEnteredIsTold() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: nobody's home is another's");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    try (LoggedIn in = in()) {
      LoggedIn.Outcome outcome = in.exec("pwd");
      assertEquals("/\n", outcome.text(), in::log);
      assertEquals(
          "Could not chdir to home directory " + home + ": Permission denied\n", outcome.errors());
    }
  }

  /** A link into a folder of root's does not tell what is there. */
  @Test
  void aLinkTellsNothingOfWhatTheUserCannotSee() throws Exception {
    assumeTrue(User.effectiveId() == 0, "needs root: a folder that is closed to another");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.writeString(closed.resolve("there"), "");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    User user = LoggedIn.somebody(home);
    Path hush = home.resolve(".hushlogin");
    Files.createSymbolicLink(hush, closed.resolve("there"));
    assertFalse(Greeting.hushed(user));
    Files.delete(hush);
    Files.writeString(hush, "");
    assertTrue(Greeting.hushed(user));
  }

  @Test
  void whoMayNotLogInNowReadsWhyAmongTheErrors() throws Exception {
    User user = LoggedIn.somebody(home);
    assumeTrue(user.uid() != 0);
    Path nologin = Files.writeString(folder.resolve("nologin"), "We move.\nBack soon.\n");
    try (LoggedIn in =
        new LoggedIn(
            user,
            AuthorizedKeyOptions.NONE,
            new StartedHere(),
            login -> new LoginSession(login, nologin))) {
      LoggedIn.Outcome outcome = in.exec("echo in");
      assertEquals(
          new LoggedIn.Outcome("", "We move.\nBack soon.\n", ExitResult.status(254)), outcome);
      assertTrue(in.log().contains("User " + user.name() + " not allowed because "), in::log);
      try (Session s = in.client.openSession()) {
        assertTrue(s.requestPty(PTY));
        s.exec("echo in");
        assertEquals("We move.\r\nBack soon.\r\n", LoggedIn.outcome(s).text());
      }
    }
  }

  /** A shell of a kind of its own knows no -l. */
  @Test
  void aLoginShellAfterAScriptHasItsNameAndNoWordMore() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash, to name a program");
    Path shell = Files.createSymbolicLink(folder.resolve("some shell"), Path.of("/bin/bash"));
    Files.writeString(home.resolve(".ssh/rc"), "echo rc\n");
    User is = LoggedIn.somebody(home);
    LoginProgram.Home found = LoginProgram.home(is, is.credentials(), true);
    User user = new User(is.name(), is.uid(), is.gid(), "", home, shell.toString());
    try (RunningStart run = new RunningStart(user, found, Optional.empty())) {
      assertEquals("rc\n-some shell 0\n", run.says("echo \"$0 $#\"\n"));
    }
    try (RunningStart run =
        new RunningStart(user, found, Optional.of(Bytes.utf8("echo \"$0 $#\"")))) {
      assertEquals("rc\nsome shell 0\n", run.says(""));
    }
  }

  /** The start that was made for a login, run. */
  private record RunningStart(RunningProgram program) implements AutoCloseable {
    RunningStart(User user, LoginProgram.Home home, Optional<Bytes> command) throws IOException {
      this(
          new StartedHere()
              .start(
                  LoginProgram.of(user, user.credentials(), command, Map.of(), home),
                  Optional.empty()));
    }

    String says(String input) throws IOException {
      Pipes pipes = program.pipes().orElseThrow();
      byte[] bytes = input.getBytes(UTF_8);
      pipes.input().write(bytes, 0, bytes.length);
      pipes.input().close();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Pump.move(pipes.output()::read, out::write);
      return out.toString(UTF_8);
    }

    @Override
    public void close() {
      program.pipes().ifPresent(Pipes::close);
    }
  }
}
