package dev.aikagi.tools.sshd.session;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.UserProgram;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A session process's side of an {@link SftpService}, which serves the files of one user to several
 * sessions. What it says is not trusted further than the user himself: numbers that are not known,
 * or anything malformed, end it.
 */
final class FileServer {
  /**
   * A service that has not begun a session by then is stopped, or otherwise of no use. Less than
   * sshd waits for a program's start, and more than a slow machine takes for a runtime's.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Bytes OF_ONE = Bytes.utf8("sftp-server");
  private static final Bytes OF_MANY = Bytes.utf8("sftp-service");
  private static final String OF_A_CONNECTION = "SSH_";

  /** Who is told of starts and ends. */
  interface Listener {
    void tell(SessionAnswer answer);

    /** Nobody has begun this; the files are the listener's to close. */
    void notBegun(SessionRequest.StartProgram request, List<Descriptor> files);
  }

  /** Sent and not yet begun. */
  private record Pending(SessionRequest.StartProgram request, List<Descriptor> files) {}

  private final ProgramStart like;
  private final SessionLine line;
  private final ChildProcess process;
  private final Listener listener;
  private final Duration patience;

  // Guarded by this.
  private final Map<Integer, Pending> pending = new LinkedHashMap<>();
  private final Set<Integer> running = new HashSet<>();
  private boolean over;

  private FileServer(
      ProgramStart like,
      SessionLine line,
      ChildProcess process,
      Listener listener,
      Duration patience) {
    this.like = like;
    this.line = line;
    this.process = process;
    this.listener = listener;
    this.patience = patience;
  }

  /** Starts one for this session and those like it. */
  static FileServer start(
      ProgramStart program, Credentials user, Listener listener, Duration patience)
      throws IOException {
    List<Bytes> words = new ArrayList<>(program.arguments());
    if (!words.removeLast().equals(OF_ONE)) {
      throw new IOException("not the server of files of this image");
    }
    words.add(OF_MANY);
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket other = pair.other()) {
      Spawn spawn =
          Spawn.ofBytes(program.path(), words, ofProcess(program.environment()))
              .in(program.directory());
      ChildProcess child = UserProgram.as(user, spawn).onSocket(other, false);
      FileServer server =
          new FileServer(program, new SessionLine(pair.one()), child, listener, patience);
      Thread.ofPlatform().daemon().name("file server " + child.pid()).start(server::readAll);
      return server;
    } catch (IOException | RuntimeException e) {
      pair.one().close();
      throw e;
    }
  }

  /** What is one connection's own is told with each session. */
  private static Map<String, Bytes> ofProcess(Map<String, Bytes> environment) {
    Map<String, Bytes> kept = new LinkedHashMap<>(environment);
    kept.keySet().removeIf(name -> name.startsWith(OF_A_CONNECTION));
    return kept;
  }

  /** Whether a process for this one would differ from the one that runs in nothing. */
  boolean isFor(ProgramStart program) {
    return program.path().equals(like.path())
        && program.arguments().equals(like.arguments())
        && program.directory().equals(like.directory())
        && program.user().equals(like.user())
        && ofProcess(program.environment()).equals(ofProcess(like.environment()));
  }

  /** Whether {@link #begin} may still say yes. */
  synchronized boolean takes() {
    return !over;
  }

  /**
   * Begins a session. The files are closed here once that is told, or handed back.
   *
   * @return false where it could not be asked; the files are still the caller's
   */
  boolean begin(SessionRequest.StartProgram request, List<Descriptor> files) {
    synchronized (this) {
      if (over) {
        return false;
      }
      pending.put(request.id(), new Pending(request, files));
    }
    try {
      line.send(request, files);
      Thread.ofPlatform()
          .daemon()
          .name("patience with " + process.pid())
          .start(() -> awaitBegin(request.id()));
      return true;
    } catch (IOException e) {
      // Of half a message the service may have the files: nobody else may have them besides.
      giveUp();
      synchronized (this) {
        // Where it is gone already, whoever saw that has handed the files back.
        return pending.remove(request.id()) == null;
      }
    }
  }

  private void awaitBegin(int id) {
    synchronized (this) {
      long end = System.nanoTime() + patience.toNanos();
      try {
        for (long left = patience.toNanos();
            pending.containsKey(id) && left > 0;
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!pending.containsKey(id)) {
        return;
      }
    }
    giveUp();
  }

  /** It may come to life again, and must not serve what somebody else begins to. */
  private void giveUp() {
    synchronized (this) {
      over = true;
    }
    process.signalGroup(Signals.SIGKILL);
  }

  private void readAll() {
    try {
      line.receiveAnswers(this::take);
    } catch (IOException | RuntimeException e) {
      // It is not ours any more, or never was.
      giveUp();
    } finally {
      end();
    }
  }

  private void take(SessionAnswer answer) throws MalformedException {
    switch (answer) {
      case SessionAnswer.Started s -> {
        begun(s.id()).files().forEach(Descriptor::close);
        listener.tell(new SessionAnswer.Started(s.id(), process.pid()));
      }
      case SessionAnswer.Ended e -> {
        synchronized (this) {
          if (!running.remove(e.id())) {
            throw new MalformedException("a session of number " + e.id() + " is not known");
          }
        }
        listener.tell(e);
      }
      case SessionAnswer.NotStarted n -> {
        Pending refused = removed(n.id());
        synchronized (this) {
          // The next session finds a new one; those that run here run on.
          over = true;
        }
        listener.notBegun(refused.request(), refused.files());
      }
      default -> throw new MalformedException("an answer that no service gives");
    }
  }

  private synchronized Pending begun(int id) throws MalformedException {
    Pending begun = removed(id);
    running.add(id);
    return begun;
  }

  private synchronized Pending removed(int id) throws MalformedException {
    Pending asked = pending.remove(id);
    if (asked == null) {
      throw new MalformedException("a session of number " + id + " was not asked for");
    }
    notifyAll();
    return asked;
  }

  /** Its sessions ended with it; those that it had not begun are somebody else's to begin. */
  private void end() {
    List<Pending> left;
    List<Integer> lost;
    synchronized (this) {
      over = true;
      left = List.copyOf(pending.values());
      pending.clear();
      notifyAll();
      lost = List.copyOf(running);
      running.clear();
    }
    line.close();
    left.forEach(p -> listener.notBegun(p.request(), p.files()));
    ExitStatus status = reaped();
    lost.forEach(id -> listener.tell(new SessionAnswer.Ended(id, status)));
  }

  private ExitStatus reaped() {
    try {
      return process.waitFor();
    } catch (IOException e) {
      return new ExitStatus.Exited(Exit.FATAL);
    }
  }
}
