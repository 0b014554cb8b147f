package dev.aikagi.tools.files;

import java.io.PrintStream;

/** What sftp says: results on one stream, what went wrong on the other one. */
public final class Output {
  private final PrintStream out;
  private final PrintStream errors;

  public Output(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
  }

  public void print(String text) {
    out.print(text);
  }

  public void line(String text) {
    out.print(text + "\n");
  }

  /** Lets what was said so far be seen before something else writes. */
  public void flush() {
    out.flush();
  }

  public void error(String text) {
    out.flush();
    errors.print(text + "\n");
    errors.flush();
  }

  /** What is no failure but not a result either. */
  public void note(String text) {
    error(text);
  }
}
