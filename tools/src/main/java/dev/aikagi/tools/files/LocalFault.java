package dev.aikagi.tools.files;

import dev.aikagi.posix.PosixException;
import java.io.IOException;

/** A transfer failed at this side; the text says what was tried, with what, and why not. */
public final class LocalFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param tried as it begins the message, such as "open local"
   */
  LocalFault(String tried, String path, PosixException why) {
    this(tried + " \"" + Shown.of(path) + "\": " + why.reason(), why, why.reason());
  }

  private LocalFault(String message, IOException why, String reason) {
    super(message, why);
    this.reason = reason;
  }

  /**
   * At another server that files are copied to.
   *
   * @param tried what was tried and with what, as it begins the message
   */
  public static LocalFault elsewhere(String tried, String reason, IOException why) {
    return new LocalFault(tried + reason, why, reason);
  }

  /** Why not, alone. */
  public String reason() {
    return reason;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
