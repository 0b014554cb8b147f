package dev.aikagi.tools.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Commands out of a file or a pipe. */
final class PlainLines implements LineSource {
  /** What is behind it in a line is dropped: no command is so long. */
  private static final int MAX_LINE = 64 * 1024;

  private final InputStream in;

  PlainLines(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < MAX_LINE) {
        line.append((char) c);
      }
    }
    return Optional.of(line.toString());
  }

  @Override
  public boolean isTyped() {
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
