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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session process's side of an {@link SftpService}, which serves the files of one user to several
 * sessions. What it says is not trusted further than the user himself: numbers that are not known,
 * or anything malformed, end it.
 */
final class FileServer {
  /** A service that has not begun a session by then is stopped, or otherwise of no use. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

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
  private record Pending(SessionRequest.StartProgram request, List<Descriptor> files, long since) {}

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

  /** Whether it takes sessions; one that was asked and does not begin is ended. */
  synchronized boolean takes() {
    boolean stuck =
        pending.values().stream().anyMatch(p -> System.nanoTime() - p.since() > patience.toNanos());
    if (stuck) {
      process.signal(Signals.SIGKILL);
      over = true;
    }
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
      pending.put(request.id(), new Pending(request, files, System.nanoTime()));
    }
    try {
      line.send(request, files);
      return true;
    } catch (IOException e) {
      synchronized (this) {
        // Where it is gone already, whoever saw that has handed the files back.
        return pending.remove(request.id()) == null;
      }
    }
  }

  private void readAll() {
    try {
      for (Optional<SessionAnswer> next = line.receiveAnswer();
          next.isPresent();
          next = line.receiveAnswer()) {
        take(next.get());
      }
    } catch (IOException | RuntimeException e) {
      // It is not ours any more, or never was.
      process.signal(Signals.SIGKILL);
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
      default -> throw new MalformedException("an answer that no service gives");
    }
  }

  private synchronized Pending begun(int id) throws MalformedException {
    Pending begun = pending.remove(id);
    if (begun == null) {
      throw new MalformedException("a session of number " + id + " was not asked for");
    }
    running.add(id);
    return begun;
  }

  /** Its sessions ended with it; those that it had not begun are somebody else's to begin. */
  private void end() {
    List<Pending> left;
    List<Integer> lost;
    synchronized (this) {
      over = true;
      left = List.copyOf(pending.values());
      pending.clear();
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
      return new ExitStatus.Exited(dev.aikagi.tools.Exit.FATAL);
    }
  }
}
