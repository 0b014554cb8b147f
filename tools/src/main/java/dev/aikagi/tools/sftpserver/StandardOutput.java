package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.OpenFile;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output by the system's own call. */
final class StandardOutput extends OutputStream {
  private final OpenFile file;

  StandardOutput(OpenFile file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    file.send(source, offset, length);
  }
}
