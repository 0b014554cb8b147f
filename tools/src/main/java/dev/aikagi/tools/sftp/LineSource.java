package dev.aikagi.tools.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where commands come from. */
interface LineSource extends Closeable {
  /** The next line, without its end; empty when there are no more. */
  Optional<String> next() throws IOException;

  /** Whether a person types them, who sees them already. */
  boolean isTyped();
}
