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

/** The programs that a session process has started and not yet seen end. */
final class Programs {
  private record Running(ChildProcess child, Credentials user) {}

  private final SessionLine line;
  private final PamTransaction pam;
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();

  Programs(SessionLine line, PamTransaction pam) {
    this.line = line;
    this.pam = pam;
  }

  void start(SessionRequest.StartProgram request, List<Descriptor> files) {
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
    if (program.serving()) {
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
