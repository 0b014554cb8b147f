package dev.aikagi.config;

import dev.aikagi.Reason;
import java.util.function.Consumer;

/**
 * Something that reading a configuration has to say about a line, in OpenSSH's words.
 *
 * @param severity how loud a tool says it
 * @param position the line that it is about
 * @param text the whole message, file and line included
 */
public record Diagnostic(Severity severity, Position position, String text) implements Reason {
  /** How loud, in the order of OpenSSH's log levels. */
  public enum Severity {
    ERROR,
    INFO,
    VERBOSE,
    DEBUG1,
    DEBUG2,
    DEBUG3
  }

  /** Takes what nobody wants to hear. */
  public static final Consumer<Diagnostic> NOBODY = d -> {};

  @Override
  public String summary() {
    return text;
  }
}
