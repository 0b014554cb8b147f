package dev.aikagi.tools;

import dev.aikagi.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool ends with this message and status. An empty message was said already. */
public final class Fatal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient @Nullable Reason reason;

  public Fatal(String message) {
    this(message, Exit.FATAL);
  }

  public Fatal(String message, int status) {
    this(message, status, null);
  }

  /** For a decision whose text is the message. */
  public Fatal(String message, Reason reason) {
    this(message, Exit.FATAL, reason);
  }

  private Fatal(String message, int status, @Nullable Reason reason) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  /** Why, where a decision was the cause. */
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
