package dev.aikagi.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What is uploaded. Used by one thread at a time. */
public interface TransferSource extends Closeable {
  /** Reads some bytes; -1 at the end. The buffer is one on an array. */
  int read(ByteBuffer buffer, long position) throws IOException;

  /** Size, permissions and times, as far as they are known. */
  FileAttributes attributes() throws IOException;
}
