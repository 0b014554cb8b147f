package dev.aikagi.tools.sshd;

import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.ExitStatus;
import dev.aikagi.posix.Pipes;
import java.io.IOException;
import java.util.Optional;

/** A program that was started for a user, by this process or by a session process. */
interface RunningProgram {
  int pid();

  /** This side's ends of its streams; empty where it has a terminal. */
  Optional<Pipes> pipes();

  /** How it ended, once it has; empty where whoever saw it end is gone. */
  Optional<ExitStatus> waitFor() throws IOException;

  /** Sends a signal to its process group, with its user's rights. */
  void signalGroup(int signal) throws IOException;

  /** A program of an ordinary user's own server, which is that user. */
  record Own(ChildProcess child, Optional<Pipes> pipes) implements RunningProgram {
    @Override
    public int pid() {
      return child.pid();
    }

    @Override
    public Optional<ExitStatus> waitFor() throws IOException {
      return Optional.of(child.waitFor());
    }

    @Override
    public void signalGroup(int signal) {
      child.signalGroup(signal);
    }
  }
}
