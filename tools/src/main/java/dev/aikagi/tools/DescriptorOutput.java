package dev.aikagi.tools;

import dev.aikagi.connection.ReadyOutput;
import dev.aikagi.posix.Descriptor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A terminal or a pipe that takes what a channel brings. It makes the connection's reader wait for
 * nobody, whatever reads at the other end. Closing it closes nothing.
 */
public final class DescriptorOutput extends OutputStream implements ReadyOutput {
  private final Descriptor to;

  public DescriptorOutput(Descriptor to) {
    this.to = to;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    to.write(array, offset, length);
  }

  @Override
  public int writeReady(byte[] array, int offset, int length) throws IOException {
    return to.writeReady(array, offset, length);
  }
}
