package dev.aikagi.forward;

import java.io.Closeable;
import java.io.IOException;

/**
 * What a channel is spliced to: two directions that end each on its own, as those of a socket do.
 * One thread reads while another writes.
 */
public interface Duplex extends Closeable {
  /** Waits for at least one byte; -1 at the end. */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** Writes all of it. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /** Nothing more will be written; what comes from there may go on. */
  void endOutput() throws IOException;

  /**
   * Ends both directions. Can be called by any thread, any number of times; must not block. Wakes
   * who reads and writes, as far as that can be.
   */
  @Override
  void close();
}
