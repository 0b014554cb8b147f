package dev.aikagi.tools.sshd;

import dev.aikagi.posix.User;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Starts programs as the users that they are for. */
interface ProgramStarter {
  /**
   * A session is open, so that a program will be wanted in a round trip or two: what takes long can
   * begin. Does not wait.
   */
  default void expect(User user) {}

  /**
   * Starts it, on new pipes or on a terminal.
   *
   * @param terminal the path of the slave
   */
  RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException;
}
