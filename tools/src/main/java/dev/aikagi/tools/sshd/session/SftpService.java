package dev.aikagi.tools.sshd.session;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.posix.ClosedDescriptorException;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.sftpserver.PlainServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The process that serves the files of one user to all of his sessions that ask for no more than
 * internal-sftp: the next one finds a runtime that is started and warm. It runs as the user, and
 * takes sessions as a session process takes programs, from the one at the other end of descriptor
 * 0.
 *
 * <p>It ends when no session has come for a while, and when the session process is gone and the
 * last session has ended.
 */
public final class SftpService {
  /** As long as a session process waits for another program. */
  private static final Duration LINGER = Duration.ofSeconds(10);

  private static final String REHEARSE = "rehearse";

  private final SessionLine line;
  private final PlainServer server;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private int sessions;
  private long begun;

  private SftpService(SessionLine line, PlainServer server, Duration linger) {
    this.line = line;
    this.server = server;
    this.linger = linger;
  }

  /** Runs until it is not needed any more, and returns the exit code. */
  public static int run(List<String> arguments) {
    if (arguments.equals(List.of(REHEARSE))) {
      return rehearse();
    }
    if (!arguments.isEmpty() || Terminal.isTerminal(0)) {
      System.err.println("sftp-service: sshd starts this program for itself");
      return Exit.FAILURE;
    }
    try (SessionLine line = new SessionLine(LocalSocket.takenFromInput())) {
      // Nobody signals it but to end it, and a hang-up is meant for others.
      Signals.ignore("HUP");
      Signals.ignore("INT");
      new SftpService(line, PlainServer.start(), LINGER).serve();
      return Exit.OK;
    } catch (IOException e) {
      return Exit.FATAL;
    }
  }

  /** Both ends, and a session that asks for nothing: for whoever records a start-up cache. */
  private static int rehearse() {
    try {
      LocalSocket.Pair pair = LocalSocket.pair();
      try (SessionLine asking = new SessionLine(pair.one());
          SessionLine line = new SessionLine(pair.other());
          Pipes pipes = Pipes.open()) {
        ProgramStart program =
            new ProgramStart(
                "",
                List.of(),
                Map.of(),
                Path.of("").toAbsolutePath(),
                new Credentials(0, 0, List.of()));
        asking.send(
            new SessionRequest.StartProgram(0, program, Optional.empty()), pipes.childEnds());
        pipes.input().close();
        new SftpService(line, PlainServer.start(), Duration.ZERO).serve();
        return Exit.OK;
      }
    } catch (IOException e) {
      return Exit.FATAL;
    }
  }

  private void serve() throws IOException {
    try {
      line.receiveRequests(this::take);
    } catch (ClosedDescriptorException e) {
      // By this process: no session has come for a while, or nobody hears what becomes of them.
    } finally {
      // First: what is sent here from now on comes back to the session process.
      line.close();
      awaitEnd();
    }
  }

  private void take(SessionRequest request) throws IOException {
    if (!(request instanceof SessionRequest.StartProgram start)) {
      throw new MalformedException("not a session");
    }
    begin(start, line.files(start));
  }

  private void begin(SessionRequest.StartProgram start, List<Descriptor> files) throws IOException {
    if (!server.isAt(start.program().directory())) {
      files.forEach(Descriptor::close);
      line.send(new SessionAnswer.NotStarted(start.id(), "another folder has taken its place"));
      endUnused();
      return;
    }
    lock.lock();
    try {
      sessions++;
      begun++;
    } finally {
      lock.unlock();
    }
    boolean running = false;
    try {
      line.send(new SessionAnswer.Started(start.id(), (int) ProcessHandle.current().pid()));
      Thread.ofPlatform().name("session " + start.id()).start(() -> session(start, files));
      running = true;
    } finally {
      // Where nobody hears of it, or no thread can be had. Its streams would keep sshd waiting.
      if (!running) {
        files.forEach(Descriptor::close);
        oneLess();
      }
    }
  }

  /** It is sent no more sessions, and those that run here run on. */
  private void endUnused() {
    lock.lock();
    try {
      if (sessions == 0) {
        line.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void oneLess() {
    lock.lock();
    try {
      sessions--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void session(SessionRequest.StartProgram start, List<Descriptor> files) {
    int status = Exit.FATAL;
    try {
      Bytes connection = start.program().environment().get("SSH_CONNECTION");
      status =
          server.serve(
              Optional.ofNullable(connection).map(Bytes::utf8),
              files.get(0).number(),
              files.get(1).number());
    } finally {
      // Before its end is told: whoever hears of that finds the streams at their end.
      files.forEach(Descriptor::close);
      ended(start.id(), status);
    }
  }

  private void ended(int id, int status) {
    try {
      line.send(new SessionAnswer.Ended(id, new ExitStatus.Exited(status)));
    } catch (IOException e) {
      // The session process is gone, and the status has nobody to hear it.
      line.close();
    }
    lock.lock();
    try {
      sessions--;
      changed.signalAll();
      long then = begun;
      long nanos = linger.toNanos();
      while (sessions == 0 && begun == then && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (sessions == 0 && begun == then) {
        line.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Sessions that run when no more can come run to their end. */
  private void awaitEnd() {
    lock.lock();
    try {
      while (sessions > 0) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
