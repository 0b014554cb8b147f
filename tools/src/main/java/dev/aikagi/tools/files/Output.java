package dev.aikagi.tools.files;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a tool says: results on one stream, what went wrong on the other one. */
public final class Output {
  private final PrintStream out;
  private final PrintStream errors;
  private final String prefix;

  public Output(PrintStream out, PrintStream errors) {
    this(out, errors, "");
  }

  /**
   * With the tool's name before its errors.
   *
   * @param prefix with what is between it and the text
   */
  public Output(PrintStream out, PrintStream errors, String prefix) {
    this.out = out;
    this.errors = errors;
    this.prefix = prefix;
  }

  /** On this process's own streams; results are buffered. */
  public static Output standard(String prefix) {
    PrintStream results =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            false,
            StandardCharsets.UTF_8);
    return new Output(results, System.err, prefix);
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
    note(prefix + text);
  }

  /** What is no failure but not a result either. */
  public void note(String text) {
    out.flush();
    errors.print(text + "\n");
    errors.flush();
  }
}
