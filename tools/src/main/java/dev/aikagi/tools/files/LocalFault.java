package dev.aikagi.tools.files;

import dev.aikagi.posix.PosixException;
import java.io.IOException;

/** A transfer failed at this side; the text says what was tried, with what, and why not. */
public final class LocalFault extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param tried as it begins the message, such as "open local"
   */
  LocalFault(String tried, String path, PosixException why) {
    super(tried + " \"" + Shown.of(path) + "\": " + why.reason(), why);
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
