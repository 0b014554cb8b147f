package dev.aikagi.tools.sshd;

import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Starts programs as the users that they are for. */
interface ProgramStarter {
  /**
   * Starts it, on new pipes or on a terminal.
   *
   * @param terminal the path of the slave
   */
  RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException;
}
