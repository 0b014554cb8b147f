package dev.aikagi.tools.sshd.session;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.Syslog;
import dev.aikagi.posix.Terminal;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The session process of sshd: starts programs as users and holds a PAM transaction, at the request
 * of the sshd that is at the other end of descriptor 0. It reads nothing of the network and holds
 * no key.
 *
 * <p>One thread reads requests; one other does all the work, in order. So nothing of PAM runs while
 * a thread has other ids than its process, which the C library would answer with an abort, and what
 * a module sets for the calling thread alone (a keyring, a nice value) holds for the programs that
 * this thread starts. When sshd is gone, the session is closed as if it had been told to.
 */
public final class SshdSession {
  /** For modules that close a session or talk to a network, once nobody waits for them any more. */
  private static final long END_SECONDS = 30;

  private static final int MAX_TEXT = 1024;

  private final SessionLine line;
  private final Syslog log;
  private final Programs programs;
  private final PamTransaction pam;
  private final LinkedBlockingQueue<Optional<Runnable>> work = new LinkedBlockingQueue<>();

  private SshdSession(SessionLine line, Syslog log) {
    this.line = line;
    this.log = log;
    this.pam = new PamTransaction(line);
    this.programs = new Programs(line, pam, job -> work.add(Optional.of(job)));
  }

  /** Runs until sshd closes its end, and returns the exit code. */
  public static int run(List<String> arguments) {
    if (!arguments.isEmpty() || Terminal.isTerminal(0)) {
      System.err.println("sshd-session: sshd starts this program for itself");
      return Exit.FAILURE;
    }
    // Modules of PAM write to the log under the name that was set last: not the runtime's.
    Syslog log = Syslog.open("sshd-session", Syslog.Facility.AUTHPRIV);
    try (SessionLine line = new SessionLine(LocalSocket.takenFromInput())) {
      ThisProcess.hideMemory();
      // Told to end, it ends as when sshd is gone. A hang-up is meant for others.
      Signals.handle("TERM", line::close);
      Signals.ignore("INT");
      Signals.ignore("HUP");
      return new SshdSession(line, log).serve() ? Exit.OK : Exit.FATAL;
    } catch (IOException e) {
      complain(log, e);
      return Exit.FATAL;
    }
  }

  /** Standard error is the server's log only while it is being debugged. */
  private static void complain(Syslog log, Exception e) {
    String why = Printable.of(e.getMessage() == null ? e.toString() : e.getMessage(), MAX_TEXT);
    System.err.println("sshd-session: " + why);
    log.log(Syslog.Priority.ERR, "error: " + why);
  }

  private boolean serve() {
    Thread worker = Thread.ofPlatform().daemon().name("work").start(this::workUntilTheEnd);
    boolean well = readAll();
    pam.nobodyAnswers();
    work.add(Optional.empty());
    try {
      return worker.join(Duration.ofSeconds(END_SECONDS)) && well;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean readAll() {
    try {
      line.receiveRequests(this::take);
      return true;
    } catch (IOException | RuntimeException e) {
      complain(log, e);
      return false;
    }
  }

  private void take(SessionRequest request) throws MalformedException {
    switch (request) {
      case SessionRequest.Answers a -> pam.answered(a);
      case SessionRequest.NoAnswers n -> pam.answered(n);
      case SessionRequest.StartProgram s -> {
        List<Descriptor> files = line.files(s);
        work.add(Optional.of(() -> programs.start(s, files)));
      }
      case SessionRequest.SignalProgram s -> work.add(Optional.of(() -> programs.signal(s)));
      case SessionRequest.BeginPam b -> work.add(Optional.of(() -> pam.begin(b)));
      case SessionRequest.Authenticate a -> work.add(Optional.of(() -> pam.authenticate(a)));
      case SessionRequest.CheckAccount c -> work.add(Optional.of(pam::checkAccount));
      case SessionRequest.ChangePassword c -> work.add(Optional.of(pam::changePassword));
      case SessionRequest.OpenSession o -> work.add(Optional.of(() -> pam.openSession(o)));
    }
  }

  private void workUntilTheEnd() {
    try {
      for (Optional<Runnable> next = work.take(); next.isPresent(); next = work.take()) {
        next.get().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      complain(log, e);
    } finally {
      pam.close();
      line.close();
    }
  }
}
