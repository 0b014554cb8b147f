package dev.aikagi.connection;

import java.io.IOException;

/**
 * An {@link java.io.OutputStream} that can take bytes without waiting. Where the input of a channel
 * is transferred to one and its thread waits for data, the connection's reader leaves the data here
 * itself, if it is little: without waking that thread.
 */
public interface ReadyOutput {
  /**
   * Writes as much as there is room for at this moment. Called by the connection's reader, for
   * which every channel of the connection waits meanwhile, so it must not wait for anybody.
   *
   * @return how much it took; 0 where it would have to wait
   * @throws IOException is told by the next write that may wait, and by nothing before
   */
  int writeReady(byte[] array, int offset, int length) throws IOException;
}
