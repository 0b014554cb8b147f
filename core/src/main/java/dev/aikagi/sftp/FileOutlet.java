package dev.aikagi.sftp;

import java.io.IOException;

/**
 * A way to the client on which a file's bytes need not come into this process's memory, such as a
 * pipe that takes the kernel's own pages. Beside a stream, by which everything else goes. Used by
 * the server's thread only.
 */
public interface FileOutlet {
  /**
   * Takes bytes of a file, which {@link #send} sends.
   *
   * @param length at most {@link Limits#MAX_DATA}
   * @return how many; fewer than wanted only before the end; 0 at the end; -1 where this file's
   *     bytes must be read after all
   * @throws IOException if they cannot be read; nothing was taken then
   */
  int take(ServedFile file, long offset, int length) throws IOException;

  /**
   * Sends all that was taken, behind what was written to the stream and flushed.
   *
   * @throws IOException if the client is gone
   */
  void send() throws IOException;
}
