package dev.aikagi.tools.copyid;

import java.io.IOException;

/** What runs the commands at the far end is no Unix shell, or nothing runs them. */
final class NoShell extends IOException {
  private static final long serialVersionUID = 1L;

  NoShell(String message) {
    super(message);
  }
}
