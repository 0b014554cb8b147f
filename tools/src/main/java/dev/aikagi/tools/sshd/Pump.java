package dev.aikagi.tools.sshd;

import java.io.IOException;

/**
 * Moves bytes from one place to another until the end. The buffer is small while little comes, so
 * that an idle session holds little, and large when the small one is filled.
 */
final class Pump {
  /** More than a terminal ever gives at once. */
  private static final int SMALL = 8 * 1024;

  private static final int LARGE = 256 * 1024;

  /** So many small pieces in a row mean that the bulk is over. */
  private static final int PATIENCE = 16;

  /** Reads some bytes; -1 at the end. */
  interface Source {
    int read(byte[] buffer, int offset, int length) throws IOException;
  }

  /** Takes all of them. */
  interface Sink {
    void write(byte[] buffer, int offset, int length) throws IOException;
  }

  private Pump() {}

  static void move(Source source, Sink sink) throws IOException {
    byte[] buffer = new byte[SMALL];
    int small = 0;
    for (int n; (n = source.read(buffer, 0, buffer.length)) >= 0; ) {
      sink.write(buffer, 0, n);
      if (buffer.length == SMALL) {
        if (n == SMALL) {
          buffer = new byte[LARGE];
          small = 0;
        }
      } else {
        small = n < SMALL ? small + 1 : 0;
        if (small == PATIENCE) {
          buffer = new byte[SMALL];
        }
      }
    }
  }
}
