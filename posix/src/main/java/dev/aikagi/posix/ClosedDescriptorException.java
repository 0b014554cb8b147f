package dev.aikagi.posix;

import java.io.IOException;

/** The descriptor was closed by this side, perhaps while the caller waited for it. */
public final class ClosedDescriptorException extends IOException {
  private static final long serialVersionUID = 1L;

  ClosedDescriptorException() {
    super("closed");
  }
}
