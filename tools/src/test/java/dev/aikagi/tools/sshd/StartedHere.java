package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Pipes;
import dev.aikagi.posix.UserProgram;
import dev.aikagi.tools.sshd.session.ProgramStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Starts programs from this process, as a session process does from its own. */
final class StartedHere implements ProgramStarter {
  @Override
  public RunningProgram start(ProgramStart program, Optional<Path> terminal) throws IOException {
    if (terminal.isPresent()) {
      return new RunningProgram.Own(
          UserProgram.as(program.user(), program.spawn()).onTerminal(terminal.get()),
          Optional.empty());
    }
    Pipes pipes = Pipes.open();
    try {
      return new RunningProgram.Own(
          UserProgram.as(program.user(), program.spawn()).onFiles(pipes.childEnds()),
          Optional.of(pipes));
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    } finally {
      pipes.closeChildEnds();
    }
  }
}
