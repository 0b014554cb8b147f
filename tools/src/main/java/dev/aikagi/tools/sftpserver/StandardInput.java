package dev.aikagi.tools.sftpserver;

import dev.aikagi.posix.OpenFile;
import java.io.IOException;
import java.io.InputStream;

/** Standard input by the system's own call, which reads as much as there is. */
final class StandardInput extends InputStream {
  private final OpenFile file;

  StandardInput(OpenFile file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = file.receive(target, offset, length);
    return n == 0 && length > 0 ? -1 : n;
  }
}
