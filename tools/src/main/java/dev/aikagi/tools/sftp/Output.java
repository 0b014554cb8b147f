package dev.aikagi.tools.sftp;

import java.io.PrintStream;

/** What sftp says: results on one stream, what went wrong on the other one. */
final class Output {
  private final PrintStream out;
  private final PrintStream errors;

  Output(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
  }

  void print(String text) {
    out.print(text);
  }

  void line(String text) {
    out.print(text + "\n");
  }

  /** Lets what was said so far be seen before something else writes. */
  void flush() {
    out.flush();
  }

  void error(String text) {
    out.flush();
    errors.print(text + "\n");
    errors.flush();
  }

  /** What is no failure but not a result either. */
  void note(String text) {
    error(text);
  }
}
