package dev.aikagi.tools.files;

import dev.aikagi.posix.OpenFile;
import dev.aikagi.posix.PosixException;
import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.TransferSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A local file that is uploaded. */
final class LocalSource implements TransferSource {
  private final OpenFile file;
  private final String path;

  LocalSource(OpenFile file, String path) {
    this.file = file;
    this.path = path;
  }

  @Override
  public int read(ByteBuffer buffer, long position) throws IOException {
    int at = buffer.arrayOffset() + buffer.position();
    try {
      int n = file.read(position, buffer.array(), at, buffer.remaining());
      buffer.position(buffer.position() + n);
      return n == 0 ? -1 : n;
    } catch (PosixException e) {
      throw new LocalFault("read local", path, e);
    }
  }

  @Override
  public FileAttributes attributes() throws IOException {
    try {
      return LocalDisk.attributes(file.status());
    } catch (PosixException e) {
      throw new LocalFault("stat local", path, e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
