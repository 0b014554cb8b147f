package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.connection.AgentChannel;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.connection.TerminalSize;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LoginRecords;
import dev.aikagi.posix.LoginRecords.LastLogin;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.Pty;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.TerminalModes;
import dev.aikagi.posix.User;
import dev.aikagi.posix.WindowSize;
import dev.aikagi.tools.DescriptorOutput;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session of somebody who is logged in: his terminal and his program. */
final class LoginSession implements SessionHandler {
  private static final int NO_LOGIN_STATUS = 254;
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String SUBSYSTEM = "subsystem";
  private static final String SFTP_ONLY = "This service allows sftp connections only.\n";
  private static final String PASSWORD_EXPIRED = "WARNING: Your password has expired.\n";

  private final Login login;
  private final Path nologin;

  /** Guards what follows: requests, the program's thread and the end come from different ones. */
  private final Object lock = new Object();

  private @Nullable Pty pty;
  private @Nullable RunningProgram child;
  private @Nullable ForwardedAgent agent;
  private @Nullable Path authInfo;
  private boolean closed;

  // Written before the program is granted, read after.
  private String term = "";
  private String greeting = "";
  private String errors = "";
  private boolean signalsAllowed;

  /** The status in the place of a program's; empty where there is one. */
  private Optional<Integer> refusal = Optional.empty();

  LoginSession(Login login) {
    this(login, Greeting.NOLOGIN);
  }

  /**
   * @param nologin keeps everybody but root out while it exists
   */
  LoginSession(Login login, Path nologin) {
    this.login = login;
    this.nologin = nologin;
  }

  @Override
  public boolean wantsPlatformThread() {
    return true;
  }

  @Override
  public boolean request(ServerSession session, SessionRequest request) throws IOException {
    return switch (request) {
      case SessionRequest.PtyReq p -> allocate(p.pty());
      case SessionRequest.Env e -> accepts(e.name());
      case SessionRequest.Shell s ->
          start(session, ProgramCommand.of(login, Optional.empty()), "shell");
      case SessionRequest.Exec e ->
          start(session, ProgramCommand.of(login, Optional.of(e.command())), "command");
      case SessionRequest.Subsystem s -> subsystem(session, s.name());
      case SessionRequest.WindowChange w -> resize(w.size());
      case SessionRequest.Signal s -> signal(s.name());
      case SessionRequest.Break b -> sendBreak();
      case SessionRequest.AuthAgentReq a -> forwardAgent(session, a.channel());
      case SessionRequest.Other o -> {
        login.log().debug("session request " + o.requestType() + " is not supported");
        yield false;
      }
    };
  }

  // Before the program.

  private boolean allocate(dev.aikagi.connection.Pty wanted) throws IOException {
    if (!login.config().value(ServerKeywords.PERMIT_TTY) || !login.options().pty()) {
      login.log().debug("Allocating a pty not permitted for this connection.");
      return false;
    }
    Pty opened = Pty.open();
    try {
      if (User.effectiveId() == 0) {
        opened.giveTo(login.user());
      }
      opened
          .terminal()
          .apply(TerminalModes.apply(wanted.modes().encode(), opened.terminal().attributes()));
      opened.terminal().resize(size(wanted.size()));
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    term = wanted.term();
    synchronized (lock) {
      if (closed) {
        opened.close();
        return false;
      }
      pty = opened;
    }
    return true;
  }

  /**
   * A pattern is for names: "A=B" as a name would match one for A*, and set A to more than the
   * pattern's author meant (CVE-2014-2532 and its kind).
   */
  private boolean accepts(String name) {
    boolean isName = !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0;
    boolean accepted =
        isName
            && login.config().value(ServerKeywords.ACCEPT_ENV).stream()
                .anyMatch(pattern -> Patterns.matches(name, pattern));
    if (!accepted) {
      login.log().log(ServerLog.Level.DEBUG2, "Ignoring env request " + name + ": disallowed name");
    }
    return accepted;
  }

  /** The peer learns that it is refused, and the log why. */
  private boolean forwardAgent(ServerSession session, AgentChannel kind) throws IOException {
    Optional<ForwardRefusal> refused = AgentPolicy.refusal(login);
    if (refused.isEmpty() && agentPath().isPresent()) {
      refused = Optional.of(new ForwardRefusal.AgentAlready());
    }
    if (refused.isPresent()) {
      login
          .log()
          .info(
              "refused agent forwarding for "
                  + login.user().name()
                  + " from "
                  + login.peer()
                  + ": "
                  + refused.get().summary());
      return false;
    }
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    ForwardedAgent made = ForwardedAgent.listen(login, session.connection(), kind, parent);
    synchronized (lock) {
      if (!closed) {
        agent = made;
        return true;
      }
    }
    made.close();
    return false;
  }

  private Optional<Path> agentPath() {
    synchronized (lock) {
      return Optional.ofNullable(agent).map(ForwardedAgent::path);
    }
  }

  // The program.

  private boolean subsystem(ServerSession session, String name) throws IOException {
    Optional<String> command = ProgramCommand.subsystem(login, name);
    if (command.isEmpty()) {
      login
          .log()
          .info(
              "subsystem request for "
                  + name
                  + " by user "
                  + login.user().name()
                  + " failed, subsystem not found");
      return false;
    }
    return start(
        session, ProgramCommand.of(login, command.map(Bytes::utf8)), SUBSYSTEM + " '" + name + "'");
  }

  private boolean start(ServerSession session, ProgramCommand program, String what)
      throws IOException {
    Optional<Path> root = SessionRoot.of(login.config(), login.user());
    Optional<List<String>> sftp = program.internalSftp();
    if (!mayLogIn()) {
      return true;
    }
    boolean subsystem = what.startsWith(SUBSYSTEM);
    signalsAllowed = !program.forced() && !subsystem;
    Pty terminal;
    synchronized (lock) {
      terminal = pty;
    }
    logStart(program, what, terminal);
    if (!openPamSession(terminal) || !mayGoOn(terminal)) {
      return true;
    }
    if (sftp.isPresent() && !subsystem) {
      // Forced on somebody who asked for a shell or a command, which a person reads.
      greeting = lines(SFTP_ONLY, terminal);
      refusal = Optional.of(Exit.FAILURE);
      return true;
    }
    Credentials as = LoginProgram.credentials(login.user(), root);
    LoginProgram.Home home = LoginProgram.home(login.user(), as, mayRunUserRc(subsystem));
    ProgramStart start = program(session, program, as, home, terminal);
    greet(program, terminal);
    if (root.isEmpty()) {
      // Below another root a home that is not there is what the administrator wants, mostly.
      home.fault().ifPresent(this::complain);
    }
    RunningProgram started = started(start, terminal);
    if (terminal != null) {
      record(started, terminal);
    }
    synchronized (lock) {
      child = started;
      if (closed) {
        hangUp();
      }
    }
    return true;
  }

  private boolean mayLogIn() throws IOException {
    Optional<String> text = Greeting.nologin(login, nologin);
    if (text.isEmpty()) {
      return true;
    }
    login.log().info("User " + login.user().name() + " not allowed because " + nologin + " exists");
    complain(text.get());
    refusal = Optional.of(NO_LOGIN_STATUS);
    return false;
  }

  /** What a program of the user's would write to its standard error. */
  private void complain(String text) {
    synchronized (lock) {
      if (pty == null) {
        errors += text;
      } else {
        greeting += lines(text, pty);
      }
    }
  }

  private RunningProgram started(ProgramStart start, @Nullable Pty terminal) throws IOException {
    boolean done = false;
    try {
      RunningProgram started =
          login.starter().start(start, Optional.ofNullable(terminal).map(Pty::slave));
      done = true;
      return started;
    } finally {
      if (!done) {
        removeAuthInfo();
      }
    }
  }

  /** Without its session, a login of PAM's ends here, as with sshd: the user sees the reason. */
  private boolean openPamSession(@Nullable Pty terminal) throws IOException {
    if (login.pam().isEmpty() || User.effectiveId() != 0) {
      return true;
    }
    PamLogin pam = login.pam().get();
    Optional<String> why =
        pam.openSession(Optional.ofNullable(terminal).map(Pty::slave), login.tickets());
    if (why.isEmpty()) {
      return true;
    }
    login.log().error("PAM: pam_open_session(): " + why.get());
    greeting = lines(pam.takeMessages(), terminal);
    refusal = Optional.of(NO_LOGIN_STATUS);
    return false;
  }

  /** A password that has expired is changed on a terminal, or not at all. */
  private boolean mayGoOn(@Nullable Pty terminal) {
    if (login.mustChangePassword() && terminal == null) {
      errors = PASSWORD_EXPIRED + "Password change required but no TTY available.\n";
      refusal = Optional.of(Exit.FAILURE);
      return false;
    }
    return true;
  }

  private ProgramStart program(
      ServerSession session,
      ProgramCommand program,
      Credentials as,
      LoginProgram.Home home,
      @Nullable Pty terminal)
      throws IOException {
    SessionEnvironment.Request request =
        new SessionEnvironment.Request(
            session.environment(),
            terminal == null ? Optional.empty() : Optional.of(term),
            Optional.ofNullable(terminal).map(Pty::slave),
            agentPath(),
            program.original(),
            writeAuthInfo());
    Map<String, Bytes> environment = SessionEnvironment.build(login, request);
    if (login.mustChangePassword()) {
      return LoginProgram.changePassword(as, environment);
    }
    if (program.internalSftp().isPresent()) {
      return LoginProgram.sftpServer(program.internalSftp().get(), as, environment, home);
    }
    return LoginProgram.of(login.user(), as, program.command(), environment, home);
  }

  /**
   * Neither before what the administrator chose nor before a subsystem: the user's own script would
   * run in the place of that one program, which is all that he may run (CVE-2008-1657).
   */
  private boolean mayRunUserRc(boolean subsystem) {
    return !subsystem
        && login.config().value(ServerKeywords.FORCE_COMMAND).isEmpty()
        && login.config().value(ServerKeywords.PERMIT_USER_RC)
        && login.options().userRc();
  }

  private void logStart(ProgramCommand program, String what, @Nullable Pty terminal) {
    if (login.log().logs(ServerLog.Level.VERBOSE)) {
      String forced =
          program.forced()
              ? "forced-command '" + program.command().map(Bytes::utf8).orElse("") + "'"
              : what;
      String on = terminal == null ? "" : " on " + line(terminal);
      login
          .log()
          .verbose(
              "Starting session: "
                  + forced
                  + on
                  + " for "
                  + login.user().name()
                  + " from "
                  + login.peer());
    }
  }

  /** What the user sees before his shell's first output. */
  private void greet(ProgramCommand program, @Nullable Pty terminal) throws IOException {
    boolean quiet = program.command().isPresent() || Greeting.hushed(login.user());
    String messages = quiet ? "" : login.pam().map(PamLogin::takeMessages).orElse("");
    Optional<LastLogin> last = terminal == null ? Optional.empty() : replaceLastLogin(terminal);
    if (!quiet && terminal != null) {
      messages += Greeting.lastLogin(login, last);
    }
    if (login.mustChangePassword()) {
      messages += PASSWORD_EXPIRED + "You must change your password now and login again!\n";
    } else if (!quiet && terminal != null) {
      messages += Greeting.messageOfTheDay(login);
    }
    greeting = lines(messages, terminal);
  }

  private Optional<LastLogin> replaceLastLogin(Pty terminal) {
    try {
      return Greeting.replaceLastLogin(login.user(), line(terminal), login.peer().host());
    } catch (IOException e) {
      login.log().error("lastlog: " + ServerLog.why(e));
      return Optional.empty();
    }
  }

  /** A terminal's lines end with CR LF, as its driver would have it. */
  private static String lines(String text, @Nullable Pty terminal) {
    String plain = text.replace("\r\n", "\n");
    return terminal == null ? plain : plain.replace("\n", "\r\n");
  }

  private void record(RunningProgram started, Pty terminal) {
    try {
      LoginRecords.ofSystem()
          .login(
              started.pid(),
              line(terminal),
              login.user().name(),
              login.peer().host(),
              login.peer().source(),
              Instant.now());
    } catch (IOException e) {
      login.log().error("wtmp: " + ServerLog.why(e));
    }
  }

  private static String line(Pty terminal) {
    return Path.of("/dev").relativize(terminal.slave()).toString();
  }

  /** ExposeAuthInfo: a file of the user's that tells how he got in. */
  private Optional<Path> writeAuthInfo() throws IOException {
    if (!login.config().value(ServerKeywords.EXPOSE_AUTH_INFO)) {
      return Optional.empty();
    }
    String text =
        login.steps().stream()
            .map(AuthenticatedUser.Step::line)
            .collect(Collectors.joining("\n", "", "\n"));
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "sshauth." + UUID.randomUUID());
    var _ =
        login
            .user()
            .callAs(
                "write SSH_USER_AUTH",
                () -> {
                  var made = Files.createFile(file, OWNERS);
                  return Files.write(made, content);
                });
    authInfo = file;
    return Optional.of(file);
  }

  // While it runs.

  @Override
  public ExitResult run(ServerSession session) throws IOException {
    if (refusal.isPresent()) {
      tell(session);
      return ExitResult.status(refusal.get());
    }
    RunningProgram running;
    Pty terminal;
    synchronized (lock) {
      running = child;
      terminal = pty;
    }
    if (running == null) {
      throw new IllegalStateException("no program");
    }
    try {
      tell(session);
      if (terminal == null) {
        onPipes(session, running);
      } else {
        onTerminal(session, terminal);
      }
    } finally {
      // Also where the client is gone before it was told anything.
      running.pipes().ifPresent(Pipes::close);
      if (terminal != null) {
        leaveTerminal(terminal, running);
      }
      removeAuthInfo();
      // Before the client hears of the end: whoever waits for it finds nothing left.
      leaveAgent();
    }
    return result(running);
  }

  private void tell(ServerSession session) throws IOException {
    byte[] text = greeting.getBytes(StandardCharsets.UTF_8);
    session.stdout().write(text, 0, text.length);
    byte[] complaint = errors.getBytes(StandardCharsets.UTF_8);
    session.stderr().write(complaint, 0, complaint.length);
  }

  private void onTerminal(ServerSession session, Pty terminal) {
    Descriptor master = terminal.master();
    inBackground("input", () -> toChild(session.stdin(), master, false));
    fromChild(master, session.stdout());
  }

  private void onPipes(ServerSession session, RunningProgram running) {
    try (Pipes pipes = running.pipes().orElseThrow()) {
      inBackground("input", () -> toChild(session.stdin(), pipes.input(), true));
      Thread errors = inBackground("errors", () -> fromChild(pipes.errors(), session.stderr()));
      fromChild(pipes.output(), session.stdout());
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread inBackground(String what, Runnable work) {
    return Thread.ofPlatform().daemon().name("session " + what).start(work);
  }

  /** Until the program closes its end, or the client goes away. */
  private void fromChild(Descriptor from, OutputStream to) {
    try {
      Pump.move(from::read, to::write);
    } catch (IOException e) {
      // Closed by this side, or the channel is gone: the program sees its output closed.
      login.log().log(ServerLog.Level.DEBUG2, "session output ends: " + ServerLog.why(e));
      from.close();
    }
  }

  /** Until the client sends its end of file; a terminal stays open then. */
  private void toChild(InputStream from, Descriptor to, boolean closeAfterwards) {
    try (from) {
      from.transferTo(new DescriptorOutput(to));
      if (closeAfterwards) {
        to.close();
      }
    } catch (IOException e) {
      // EPIPE: the program reads no more, and what the client still sends is dropped.
      login.log().log(ServerLog.Level.DEBUG2, "session input ends: " + ServerLog.why(e));
    }
  }

  private boolean resize(TerminalSize to) throws PosixException {
    synchronized (lock) {
      if (closed || pty == null) {
        return false;
      }
      pty.terminal().resize(size(to));
      return true;
    }
  }

  private static WindowSize size(TerminalSize s) {
    return new WindowSize(
        (int) s.columns(), (int) s.rows(), (int) s.widthPixels(), (int) s.heightPixels());
  }

  /** A program that somebody else chose is not the client's to signal. */
  private boolean signal(String name) throws IOException {
    int number = Signals.numberOf(name);
    RunningProgram to;
    synchronized (lock) {
      to = child;
    }
    if (number < 0 || !signalsAllowed || to == null) {
      return false;
    }
    to.signalGroup(number);
    return true;
  }

  private boolean sendBreak() throws PosixException {
    synchronized (lock) {
      if (closed || pty == null) {
        return false;
      }
      pty.terminal().sendBreak();
      return true;
    }
  }

  // The end.

  @Override
  public void closed(ServerSession session) {
    synchronized (lock) {
      closed = true;
      hangUp();
    }
    leaveAgent();
  }

  private void leaveAgent() {
    ForwardedAgent forwarded;
    synchronized (lock) {
      forwarded = agent;
    }
    if (forwarded != null) {
      forwarded.close();
    }
  }

  /**
   * The terminal is hung up, and with it its session gets SIGHUP. A program without a terminal sees
   * its streams closed and goes on, as with sshd.
   */
  private void hangUp() {
    if (pty != null) {
      pty.close();
    }
    if (child != null) {
      child.pipes().ifPresent(Pipes::close);
    }
  }

  private void leaveTerminal(Pty terminal, RunningProgram running) {
    String line = line(terminal);
    synchronized (lock) {
      // Its number is somebody else's from here on, and a late request must not reach that.
      pty = null;
      terminal.close();
    }
    try {
      LoginRecords.ofSystem().logout(running.pid(), line, Instant.now());
    } catch (IOException e) {
      login.log().error("wtmp: " + ServerLog.why(e));
    }
  }

  private void removeAuthInfo() throws IOException {
    Path file = authInfo;
    if (file != null) {
      var _ = login.user().callAs("remove SSH_USER_AUTH", () -> Files.deleteIfExists(file));
    }
  }

  /** Unknown where the session process, which saw the end, is gone: the channel closes without. */
  private static ExitResult result(RunningProgram ended) throws IOException {
    Optional<ExitStatus> status = ended.waitFor();
    if (status.isEmpty()) {
      return new ExitResult.Unknown();
    }
    return switch (status.get()) {
      case ExitStatus.Exited e -> ExitResult.status(e.code());
      case ExitStatus.Signalled s -> new ExitResult.Signalled(s.signalName(), s.coreDumped(), "");
    };
  }
}
