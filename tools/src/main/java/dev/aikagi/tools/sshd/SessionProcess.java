package dev.aikagi.tools.sshd;

import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Signals;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.sshd.session.ProgramStart;
import dev.aikagi.tools.sshd.session.SessionAnswer;
import dev.aikagi.tools.sshd.session.SessionLine;
import dev.aikagi.tools.sshd.session.SessionRequest;
import dev.aikagi.transport.Timer;
import dev.aikagi.transport.Timer.Scheduled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * sshd's side of one session process. When the process ends, what it was asked fails, and what it
 * started goes on: a program's streams are this process's, and tell its end by themselves.
 */
final class SessionProcess implements ProgramStarter, AutoCloseable {
  /** To start a program, the process itself included. */
  private static final long START_SECONDS = 60;

  /** For a module that asks a network, or that delays the answer to a wrong password. */
  private static final long PAM_SECONDS = 120;

  private final SessionLine line;
  private final ChildProcess process;
  private final ServerLog log;
  private final Duration linger;
  private final AtomicInteger nextId = new AtomicInteger();
  private final ConcurrentHashMap<Integer, Remote> programs = new ConcurrentHashMap<>();

  /** Empty: the process is gone. */
  private final LinkedBlockingQueue<Optional<SessionAnswer.OfPam>> pam =
      new LinkedBlockingQueue<>();

  /** Programs, and those who are about to start one. Guarded by programs. */
  private int uses = 1;

  /** Ends it when nothing has come for so long. Guarded by programs. */
  private @Nullable Scheduled idle;

  private volatile boolean closing;
  private volatile boolean ended;

  private SessionProcess(SessionLine line, ChildProcess process, ServerLog log, Duration linger) {
    this.line = line;
    this.process = process;
    this.log = log;
    this.linger = linger;
  }

  /** Makes the child at the other end. */
  interface Launch {
    ChildProcess launch(LocalSocket otherEnd) throws IOException;
  }

  /**
   * Starts it, held once.
   *
   * @param linger how long it waits for another program after its last one
   */
  static SessionProcess start(Launch launch, ServerLog log, Duration linger) throws IOException {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket other = pair.other()) {
      SessionProcess started =
          new SessionProcess(new SessionLine(pair.one()), launch.launch(other), log, linger);
      log.debug("session process " + started.process.pid());
      Thread.ofPlatform()
          .daemon()
          .name("session process " + started.process.pid())
          .start(started::readAll);
      return started;
    } catch (IOException | RuntimeException e) {
      pair.one().close();
      throw e;
    }
  }

  /**
   * Holds it open for one who is about to start a program, as {@link #start} does for its caller.
   *
   * @return false when it takes no program any more
   */
  boolean hold() {
    synchronized (programs) {
      if (closing || ended) {
        return false;
      }
      uses++;
      if (idle != null) {
        idle.close();
        idle = null;
      }
      return true;
    }
  }

  /** Ends it some time after its last program, unless somebody else holds it. */
  void release() {
    synchronized (programs) {
      uses--;
      if (uses > 0 || closing) {
        return;
      }
      if (linger.isPositive()) {
        idle = Timer.after(linger, this::endIfIdle);
        return;
      }
      closing = true;
    }
    line.close();
  }

  private void endIfIdle() {
    synchronized (programs) {
      if (uses > 0) {
        return;
      }
      closing = true;
    }
    line.close();
  }

  /** Whether {@link #hold} may still say yes. */
  boolean taking() {
    return !closing && !ended;
  }

  // PAM.

  /** Sends a request for PAM, and waits for what comes of it. One thread at a time. */
  SessionAnswer.OfPam ask(SessionRequest request) throws IOException {
    line.send(request);
    try {
      Optional<SessionAnswer.OfPam> answer = pam.poll(PAM_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        process.signal(Signals.SIGKILL);
        throw new IOException("PAM did not answer within " + PAM_SECONDS + " seconds");
      }
      return answer.orElseThrow(() -> new IOException("the session process ended"));
    } catch (InterruptedException e) {
      // Its answer would be taken for the next one's.
      process.signal(Signals.SIGKILL);
      close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // Programs.

  @Override
  public RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException {
    Optional<Pipes> pipes = terminal.isPresent() ? Optional.empty() : Optional.of(Pipes.open());
    List<Descriptor> files = pipes.map(Pipes::childEnds).orElse(List.of());
    Remote remote = new Remote(nextId.getAndIncrement(), program.kind(), pipes);
    try {
      add(remote);
      if (ended) {
        remote.lost();
      } else {
        line.send(
            new SessionRequest.StartProgram(remote.id, program, terminal.map(Path::toString)),
            files);
      }
      remote.awaitStart();
      return remote;
    } catch (IllegalArgumentException e) {
      remove(remote);
      pipes.ifPresent(Pipes::close);
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      // It may still be told as started: its number stays known.
      pipes.ifPresent(Pipes::close);
      throw e;
    } finally {
      pipes.ifPresent(Pipes::closeChildEnds);
    }
  }

  private void add(Remote remote) {
    synchronized (programs) {
      uses++;
      programs.put(remote.id, remote);
    }
  }

  private void remove(Remote remote) {
    if (programs.remove(remote.id, remote)) {
      release();
    }
  }

  private final class Remote implements RunningProgram {
    private final int id;
    private final ProgramStart.Kind kind;
    private final Optional<Pipes> pipes;
    private final CompletableFuture<Integer> pid = new CompletableFuture<>();
    private final CompletableFuture<Optional<ExitStatus>> status = new CompletableFuture<>();

    Remote(int id, ProgramStart.Kind kind, Optional<Pipes> pipes) {
      this.id = id;
      this.kind = kind;
      this.pipes = pipes;
    }

    void awaitStart() throws IOException {
      try {
        var _ = pid.get(START_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (TimeoutException e) {
        throw new IOException("not started within " + START_SECONDS + " seconds", e);
      } catch (ExecutionException e) {
        throw new IOException(ServerLog.why(e.getCause() == null ? e : e.getCause()), e);
      }
    }

    void lost() {
      pid.completeExceptionally(new IOException("the session process ended"));
      status.complete(Optional.empty());
    }

    @Override
    public int pid() {
      return pid.join();
    }

    @Override
    public Optional<Pipes> pipes() {
      return pipes;
    }

    @Override
    public Optional<ExitStatus> waitFor() {
      return status.join();
    }

    @Override
    public void signalGroup(int signal) throws IOException {
      if (kind == ProgramStart.Kind.FILE_SERVER && pipes.isPresent()) {
        // Its process may be that of others too, and the end of its streams ends it as well.
        pipes.get().close();
        return;
      }
      line.send(new SessionRequest.SignalProgram(id, signal));
    }
  }

  // What comes.

  private void readAll() {
    Throwable cause = null;
    try {
      line.receiveAnswers(this::take);
    } catch (IOException | RuntimeException e) {
      cause = e;
    }
    ended = true;
    line.close();
    programs.values().forEach(Remote::lost);
    pam.add(Optional.empty());
    if (cause != null && !closing) {
      // Whoever does not keep to the protocol is not ours any more.
      process.signal(Signals.SIGKILL);
    }
    reap(cause);
  }

  private void reap(@Nullable Throwable cause) {
    try {
      ExitStatus status = process.waitFor();
      String text =
          "session process "
              + process.pid()
              + " ended with "
              + status
              + (cause == null ? "" : ": " + ServerLog.why(cause));
      if (closing) {
        log.debug(text);
      } else {
        log.error(text + "; the programs that it started go on, how they end is not told");
      }
    } catch (IOException e) {
      log.error("session process " + process.pid() + ": " + ServerLog.why(e));
    }
  }

  private void take(SessionAnswer answer) throws IOException {
    switch (answer) {
      case SessionAnswer.OfPam p -> pam.add(Optional.of(p));
      case SessionAnswer.Started s -> known(s.id()).pid.complete(s.pid());
      case SessionAnswer.NotStarted n -> {
        Remote remote = known(n.id());
        remove(remote);
        remote.pid.completeExceptionally(new IOException(n.reason()));
      }
      case SessionAnswer.Ended e -> {
        Remote remote = known(e.id());
        remove(remote);
        remote.status.complete(Optional.of(e.status()));
      }
    }
  }

  private Remote known(int id) throws IOException {
    Remote remote = programs.get(id);
    if (remote == null) {
      throw new IOException("a program of number " + id + " is not known");
    }
    return remote;
  }

  /** The process closes its session and ends, by itself. */
  @Override
  public void close() {
    closing = true;
    line.close();
  }
}
