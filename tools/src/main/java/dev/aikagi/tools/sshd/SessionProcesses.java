package dev.aikagi.tools.sshd;

import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.User;
import dev.aikagi.tools.OwnCommand;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts programs as users, and session processes: one for each user whose programs run, and one
 * for each connection that needs PAM. The server of an ordinary user starts programs itself, as
 * itself.
 */
final class SessionProcesses implements ProgramStarter, AutoCloseable {
  private static final String TOOL = "sshd-session";

  /** It moves no bulk; and the limit of open files must stay what PAM's modules make of it. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:-MaxFDLimit",
          "-XX:-UseTransparentHugePages",
          "-Xms8m",
          "-Xmx32m");

  /** Somebody who has run one command often runs another, and a runtime's start costs more. */
  private static final Duration LINGER = Duration.ofSeconds(10);

  private static final Path LOGIN_UID = Path.of("/proc/thread-self/loginuid");

  private final ServerLog log;
  private final boolean showErrors;
  private final long openFiles;
  private final SessionProcess.Launch launch;
  private final Duration linger;

  /** By the user whose programs they start. */
  private final Map<Integer, SessionProcess> shared = new HashMap<>();

  /** Users for whom one is being started before it is asked for. */
  private final Set<Integer> expected = ConcurrentHashMap.newKeySet();

  private boolean closed;

  /**
   * Nothing is started yet.
   *
   * @param showErrors whether standard error is the log
   * @param openFiles the soft limit of open files that the server was started with
   */
  SessionProcesses(ServerLog log, boolean showErrors, long openFiles) {
    this.log = log;
    this.showErrors = showErrors;
    this.openFiles = openFiles;
    this.launch = this::launch;
    this.linger = LINGER;
  }

  /** With session processes that somebody else makes. */
  SessionProcesses(ServerLog log, SessionProcess.Launch launch, Duration linger) {
    this.linger = linger;
    this.log = log;
    this.showErrors = false;
    this.openFiles = 0;
    this.launch = launch;
  }

  @Override
  public RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException {
    return User.effectiveId() == 0
        ? startShared(program, terminal)
        : startAsSelf(program, terminal);
  }

  @Override
  public void expect(User user) {
    // Whoever opens and closes sessions as fast as he can gets no thread for each.
    if (User.effectiveId() == 0 && expected.add(user.uid())) {
      Thread.ofPlatform().daemon().name("expect a program").start(() -> startEarly(user.uid()));
    }
  }

  private void startEarly(int uid) {
    try {
      held(uid).release();
    } catch (IOException | RuntimeException e) {
      // The program itself will fail to start, and say so.
      log.debug("session process: " + ServerLog.why(e));
    } finally {
      expected.remove(uid);
    }
  }

  RunningProgram startShared(ProgramStart program, Optional<Path> terminal) throws IOException {
    SessionProcess process = held(program.user().uid());
    try {
      return process.start(program, terminal);
    } finally {
      process.release();
    }
  }

  private RunningProgram startAsSelf(ProgramStart program, Optional<Path> terminal)
      throws IOException {
    Spawn spawn = program.spawn().openFiles(openFiles);
    if (terminal.isPresent()) {
      return new RunningProgram.Own(spawn.onTerminal(terminal.get()), Optional.empty());
    }
    Pipes pipes = Pipes.open();
    try {
      return new RunningProgram.Own(spawn.onFiles(pipes.childEnds()), Optional.of(pipes));
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    } finally {
      pipes.closeChildEnds();
    }
  }

  /**
   * One for each user, from his first session to a moment after the end of his last: whoever can
   * stall or end it, by a home directory that does not answer or while its thread has his ids, does
   * so to himself.
   */
  private synchronized SessionProcess held(int uid) throws IOException {
    SessionProcess known = shared.get(uid);
    if (known != null && known.hold()) {
      return known;
    }
    if (closed) {
      throw new IOException("the server ends");
    }
    shared.values().removeIf(p -> !p.taking());
    SessionProcess started = SessionProcess.start(launch, log, linger);
    shared.put(uid, started);
    return started;
  }

  /**
   * A process for one connection.
   *
   * @param account whose session it will be, where that is known
   */
  SessionProcess forConnection(Optional<User> account) throws IOException {
    return SessionProcess.start(
        otherEnd ->
            OwnThread.call(
                "start a session process",
                () -> {
                  account.ifPresent(this::takeLoginUid);
                  return launch(otherEnd);
                }),
        log,
        Duration.ZERO);
  }

  /**
   * The kernel lets a process's first thread alone set the process's login uid, and the runtime's
   * first thread never gets to our code. So it is inherited: pam_loginuid finds it set, and is
   * content.
   */
  private void takeLoginUid(User account) {
    if (User.effectiveId() != 0 || !Files.exists(LOGIN_UID)) {
      return;
    }
    try {
      Files.writeString(LOGIN_UID, Integer.toUnsignedString(account.uid()));
    } catch (IOException e) {
      log.debug("login uid: " + ServerLog.why(e));
    }
  }

  private ChildProcess launch(LocalSocket otherEnd) throws IOException {
    List<String> arguments = OwnCommand.arguments(TOOL, OPTIONS);
    return Spawn.of(OwnCommand.program(), arguments, System.getenv())
        .in(Path.of("/"))
        .openFiles(openFiles)
        .onSocket(otherEnd, showErrors);
  }

  @Override
  public synchronized void close() {
    closed = true;
    shared.values().forEach(SessionProcess::close);
    shared.clear();
  }
}
