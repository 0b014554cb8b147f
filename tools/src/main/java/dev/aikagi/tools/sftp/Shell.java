package dev.aikagi.tools.sftp;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.util.Optional;

/** Reads commands and has them carried out, until the end of the lines or of the patience. */
final class Shell {
  private final LineSource lines;
  private final Commands commands;
  private final Output out;
  private final Interrupts interrupts;
  private final boolean batch;

  /**
   * @param batch whether the first command that fails is the end
   */
  Shell(LineSource lines, Commands commands, Output out, Interrupts interrupts, boolean batch) {
    this.lines = lines;
    this.commands = commands;
    this.out = out;
    this.interrupts = interrupts;
    this.batch = batch;
  }

  /** The exit code. */
  int run() throws Fatal {
    while (true) {
      out.flush();
      Optional<String> next;
      try {
        next = lines.next();
      } catch (IOException e) {
        throw new Fatal("reading commands: " + e.getMessage());
      }
      if (next.isEmpty()) {
        return Exit.OK;
      }
      CommandParser.Line line = CommandParser.Line.of(next.get());
      if (!lines.isTyped() && !line.silent()) {
        out.line("sftp> " + Shown.of(next.get()));
      }
      boolean stop = batch && !line.ignoresFailure();
      interrupts.beginCommand();
      try {
        if (commands.run(CommandParser.parse(line.text()), stop)) {
          return Exit.OK;
        }
      } catch (Refusal e) {
        if (!e.text().isEmpty()) {
          out.error(e.text());
        }
        if (stop) {
          return Exit.FAILURE;
        }
      } finally {
        interrupts.endCommand();
      }
    }
  }
}
