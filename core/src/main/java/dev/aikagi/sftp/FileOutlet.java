package dev.aikagi.sftp;

import java.io.IOException;

/**
 * A way to the client on which a file's bytes need not come into this process's memory, such as a
 * pipe that takes the kernel's own pages. Beside a stream, by which everything else goes. Used by
 * the server's thread only.
 *
 * <p>Pages are no copy: as with sendfile(2), the client gets what is in them when it reads them. So
 * the server takes this way only while the client has no file open for writing. Who cuts a file off
 * by its name in the meantime, this client or anybody else, may have it read zeros from there.
 */
public interface FileOutlet {
  /**
   * Takes bytes of a file, which {@link #send} sends.
   *
   * @param length at most {@link Limits#MAX_DATA}
   * @return how many; fewer where the file ends or a failure follows; 0 at the end; -1 where the
   *     file must be read after all
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
