package dev.aikagi.transport;

import java.io.Closeable;
import java.io.IOException;

/**
 * A pair of byte streams: a socket, a ProxyCommand's pipes, memory. One thread reads while another
 * writes. Closing wakes both with an exception or an end; it is the only way to cancel them.
 */
public interface ByteStream extends Closeable {
  /** Waits for at least one byte; -1 at the end. */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** Writes all of it. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Has acknowledged at once what was received, where the stream can. For a peer that leaves
   * Nagle's algorithm on, as OpenSSH's both sides do until the user is in: its next small write
   * waits for that acknowledgement, which the kernel would put off for 40 ms. Called by the thread
   * that reads, before it waits.
   */
  default void acknowledge() throws IOException {}

  /** Can be called by any thread, any number of times; must not block. */
  @Override
  void close();
}
