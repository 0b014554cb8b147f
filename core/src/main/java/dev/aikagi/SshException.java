package dev.aikagi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about SSH went wrong. The message is for the log of this side; it is never sent to the
 * peer unless a subclass says so.
 */
public class SshException extends java.io.IOException {
  private static final long serialVersionUID = 1L;

  public SshException(String message) {
    super(message);
  }

  public SshException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Why, the most telling first, where a decision was the cause; empty where none was. The message
   * names the first.
   */
  public List<? extends Reason> reasons() {
    return List.of();
  }
}
