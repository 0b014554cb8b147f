package dev.aikagi.tools.sshd.session;

import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.Credentials;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.UserProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The programs that a session process has started and not yet seen end. */
final class Programs {
  private record Running(ChildProcess child, Credentials user) {}

  private final SessionLine line;
  private final PamTransaction pam;
  private final Consumer<Runnable> work;
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();

  /** The thread that works alone. */
  private @Nullable FileServer fileServer;

  /**
   * None yet.
   *
   * @param work takes what only the thread that works may do
   */
  Programs(SessionLine line, PamTransaction pam, Consumer<Runnable> work) {
    this.line = line;
    this.pam = pam;
    this.work = work;
  }

  void start(SessionRequest.StartProgram request, List<Descriptor> files) {
    boolean filesOnly =
        request.program().kind() == ProgramStart.Kind.FILE_SERVER && request.terminal().isEmpty();
    // With PAM this process is one connection's: nobody would find what lingers, and its modules
    // close the session when all of its processes are gone.
    filesOnly &= !pam.isBegun();
    if (!filesOnly || !serveFiles(request, files)) {
      startOwn(request, files);
    }
  }

  /** By the process that serves files to this user's sessions; false where none can. */
  private boolean serveFiles(SessionRequest.StartProgram request, List<Descriptor> files) {
    ProgramStart program = request.program();
    FileServer server = fileServer;
    if (server == null || !server.takes()) {
      try {
        server =
            FileServer.start(
                program, pam.credentials(program.user()), new FileSessions(), FileServer.PATIENCE);
        fileServer = server;
      } catch (IOException | RuntimeException e) {
        // A process of its own will fail in the same way, and say so.
        return false;
      }
    }
    return server.isFor(program) && server.begin(request, files);
  }

  private final class FileSessions implements FileServer.Listener {
    @Override
    public void tell(SessionAnswer answer) {
      try {
        line.send(answer);
      } catch (IOException e) {
        // sshd is gone.
        line.close();
      }
    }

    @Override
    public void notBegun(SessionRequest.StartProgram request, List<Descriptor> files) {
      work.accept(() -> startOwn(request, files));
    }
  }

  private void startOwn(SessionRequest.StartProgram request, List<Descriptor> files) {
    ChildProcess child;
    try {
      child = startNow(request, files);
    } catch (IOException | RuntimeException e) {
      answer(new SessionAnswer.NotStarted(request.id(), String.valueOf(e.getMessage())));
      return;
    } finally {
      files.forEach(Descriptor::close);
    }
    // In this order: the end is not told before the start.
    answer(new SessionAnswer.Started(request.id(), child.pid()));
    Thread.ofPlatform()
        .daemon()
        .name("wait for " + child.pid())
        .start(() -> tellEnd(request.id(), child));
  }

  private ChildProcess startNow(SessionRequest.StartProgram request, List<Descriptor> files)
      throws IOException {
    ProgramStart program = request.program();
    Credentials user = pam.credentials(program.user());
    Spawn spawn = UserProgram.as(user, program.spawn());
    ChildProcess child;
    if (program.kind() == ProgramStart.Kind.FOLDER_SERVER) {
      try (Descriptor folder = Descriptor.opened(program.directory())) {
        child = start(spawn.in(folder), request, files);
      }
    } else {
      child = start(spawn, request, files);
    }
    running.put(request.id(), new Running(child, user));
    return child;
  }

  private static ChildProcess start(
      Spawn spawn, SessionRequest.StartProgram request, List<Descriptor> files) throws IOException {
    return request.terminal().isPresent()
        ? spawn.onTerminal(Path.of(request.terminal().get()))
        : spawn.onFiles(files);
  }

  private void tellEnd(int id, ChildProcess child) {
    try {
      SessionAnswer.Ended ended = new SessionAnswer.Ended(id, child.waitFor());
      running.remove(id);
      line.send(ended);
    } catch (IOException e) {
      // sshd is gone, and the program's status has nobody to hear it.
      line.close();
    }
  }

  /** With the user's rights: a program that has become somebody else's is out of reach. */
  void signal(SessionRequest.SignalProgram request) {
    Running program = running.get(request.id());
    if (program == null) {
      return;
    }
    try {
      var _ =
          program.user.callAs(
              "signal " + program.child.pid(),
              () -> {
                program.child.signalGroup(request.signal());
                return true;
              });
    } catch (IOException e) {
      System.err.println("sshd-session: signal: " + e.getMessage());
    }
  }

  private void answer(SessionAnswer answer) {
    try {
      line.send(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
