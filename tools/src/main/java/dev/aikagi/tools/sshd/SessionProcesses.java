package dev.aikagi.tools.sshd;

import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.User;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs as users, and session processes: one that all connections share for programs, and
 * one for each connection that needs PAM. The server of an ordinary user starts programs itself, as
 * itself.
 */
final class SessionProcesses implements ProgramStarter, AutoCloseable {
  private static final String TOOL = "sshd-session";

  /** It moves no bulk; and the limit of open files must stay what PAM's modules make of it. */
  private static final List<String> OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:-MaxFDLimit", "-Xmx32m");

  private static final Path LOGIN_UID = Path.of("/proc/thread-self/loginuid");

  private final SshdLog log;
  private final boolean showErrors;
  private final long openFiles;
  private @Nullable SessionProcess shared;
  private boolean closed;

  /**
   * Nothing is started yet.
   *
   * @param showErrors whether standard error is the log
   * @param openFiles the soft limit of open files that the server was started with
   */
  SessionProcesses(SshdLog log, boolean showErrors, long openFiles) {
    this.log = log;
    this.showErrors = showErrors;
    this.openFiles = openFiles;
  }

  @Override
  public RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException {
    return User.effectiveId() == 0
        ? shared().start(program, terminal)
        : startAsSelf(program, terminal);
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

  /** Started at the first need, and again after it has ended. */
  private synchronized SessionProcess shared() throws IOException {
    SessionProcess known = shared;
    if (known == null || !known.alive()) {
      if (closed) {
        throw new IOException("the server ends");
      }
      known = SessionProcess.start(this::launch, log);
      shared = known;
    }
    return known;
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
        log);
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
      log.debug("login uid: " + SshdLog.why(e));
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
    SessionProcess known = shared;
    if (known != null) {
      known.close();
    }
  }
}
