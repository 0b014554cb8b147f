package dev.aikagi.tools.ssh;

import dev.aikagi.connection.ReadyOutput;
import dev.aikagi.posix.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output where it is a terminal or a pipe: what a person typed comes back at once. */
final class ReopenedOutput extends OutputStream implements ReadyOutput {
  private final Descriptor to;

  private ReopenedOutput(Descriptor to) {
    this.to = to;
  }

  /** Standard output, opened once more where that can be. */
  static OutputStream open() {
    Optional<Descriptor> reopened = Descriptor.reopened(1);
    return reopened.isPresent() ? new ReopenedOutput(reopened.get()) : Standard.out();
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
