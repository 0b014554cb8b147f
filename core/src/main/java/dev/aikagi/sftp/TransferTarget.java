package dev.aikagi.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a download goes. Used by one thread at a time, and written in order. */
public interface TransferTarget extends Closeable {
  /** Writes all that the buffer has. The buffer is one on an array. */
  void write(ByteBuffer buffer, long position) throws IOException;

  /** Ends a file here; whatever has no size is left as it is. */
  void truncate(long size) throws IOException;

  /** How much is there already, for resuming; bytes. */
  long size() throws IOException;

  /** Sets the permissions and times that are present; called last. */
  void setAttributes(FileAttributes attributes) throws IOException;

  /** Brings it to the disk. */
  void sync() throws IOException;

  /** Opens a target when the source is known to be there. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @param source what the server says of the source
     */
    TransferTarget open(FileAttributes source) throws IOException;
  }
}
