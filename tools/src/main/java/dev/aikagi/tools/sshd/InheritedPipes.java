package dev.aikagi.tools.sshd;

import dev.aikagi.posix.Descriptor;
import dev.aikagi.posix.Inherited;
import dev.aikagi.transport.ByteStream;
import java.io.IOException;

/** The connection of an sshd that is started with pipes as standard input and output. */
record InheritedPipes(Descriptor input, Descriptor output) implements ByteStream {
  static InheritedPipes take() throws IOException {
    return new InheritedPipes(Inherited.input(), Inherited.output());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return input.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    output.write(buffer, offset, length);
  }

  @Override
  public void close() {
    input.close();
    output.close();
  }
}
