package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process that {@link Spawn} started, the leader of a session of its own. */
public final class ChildProcess {
  private final int pid;
  private final Optional<Descriptor> input;
  private final Optional<Descriptor> output;
  private final Optional<Descriptor> errors;
  private final Object lock = new Object();
  private final Object reaping = new Object();
  private @Nullable ExitStatus status;

  ChildProcess(
      int pid,
      Optional<Descriptor> input,
      Optional<Descriptor> output,
      Optional<Descriptor> errors) {
    this.pid = pid;
    this.input = input;
    this.output = output;
    this.errors = errors;
  }

  public int pid() {
    return pid;
  }

  /** What the child reads as its standard input; of a child on pipes. Closing it tells the end. */
  public Optional<Descriptor> input() {
    return input;
  }

  /** The child's standard output; of a child on pipes. Closed by the caller. */
  public Optional<Descriptor> output() {
    return output;
  }

  /** The child's standard error; of a child on pipes. Closed by the caller. */
  public Optional<Descriptor> errors() {
    return errors;
  }

  /**
   * Waits in the kernel until it has ended, and reaps it. Any number of threads may call this, each
   * a platform thread.
   */
  public ExitStatus waitFor() throws IOException {
    // The lock is held while waiting, so that the others do not find the child reaped meanwhile.
    synchronized (reaping) {
      ExitStatus known = status();
      return known != null ? known : reap();
    }
  }

  private ExitStatus reap() throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      awaitEnd(frame);
      MemorySegment word = frame.allocate(4);
      // The zombie is there, so this does not wait; the lock keeps a signal from a reused pid.
      synchronized (lock) {
        int result;
        do {
          result = frame.callInt(Libc.WAITPID, pid, word.address(), 0);
        } while (result < 0 && frame.errno() == Errno.EINTR);
        frame.check("waitpid", result);
        ExitStatus ended = ExitStatus.of(word.get(ValueLayout.JAVA_INT, 0));
        status = ended;
        return ended;
      }
    }
  }

  /** Waits for the end and leaves the zombie. */
  private void awaitEnd(NativeFrame frame) throws IOException {
    int byPid = 1; // P_PID
    int flags = 4 | 0x0100_0000; // WEXITED | WNOWAIT
    MemorySegment information = frame.allocate(128);
    int result;
    do {
      result = frame.callInt(Libc.WAITID, byPid, pid, information.address(), flags);
    } while (result < 0 && frame.errno() == Errno.EINTR);
    frame.check("waitid", result);
  }

  private @Nullable ExitStatus status() {
    synchronized (lock) {
      return status;
    }
  }

  /** How it ended, if it is known by now. */
  public Optional<ExitStatus> ended() {
    return Optional.ofNullable(status());
  }

  /**
   * Sends a signal to the child's process group; to nobody once it is reaped, since its number may
   * be somebody else's then.
   */
  public void signalGroup(int signal) {
    signal(-pid, signal);
  }

  /** Sends a signal to the child alone. */
  public void signal(int signal) {
    signal(pid, signal);
  }

  private void signal(int target, int signal) {
    synchronized (lock) {
      if (status == null) {
        try (NativeFrame frame = new NativeFrame()) {
          // ESRCH alone is possible: it ended meanwhile, which is what the caller wanted or learns.
          frame.callInt(Libc.KILL, target, signal);
        }
      }
    }
  }
}
