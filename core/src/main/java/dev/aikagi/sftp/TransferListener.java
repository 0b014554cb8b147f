package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;

/**
 * Is told what becomes of each file and folder of a recursive transfer. Called by the thread that
 * transfers. Paths are those of the source: the server's for a download, the local ones for an
 * upload.
 */
public interface TransferListener {
  /** What is left out without being an error. */
  enum Skipped {
    /** A symbolic link: neither it nor what it points to is copied. */
    SYMLINK,
    /** A device, a socket, a FIFO. */
    NOT_A_REGULAR_FILE
  }

  /** A folder is gone into. */
  default void folder(Bytes path) {}

  /** A file is begun; several may be on their way. */
  default void started(Bytes path) {}

  /** A file is complete. */
  default void done(Bytes path, long bytes) {}

  default void skipped(Bytes path, Skipped why) {}

  /** Something failed. The others go on. */
  void failed(Bytes path, IOException why);
}
