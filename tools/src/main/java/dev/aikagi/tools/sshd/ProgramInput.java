package dev.aikagi.tools.sshd;

import dev.aikagi.connection.ReadyOutput;
import dev.aikagi.posix.Descriptor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where a program reads what the client sends: its pipe, or the master of its terminal. Neither
 * makes the connection's reader wait, whatever the program does.
 */
final class ProgramInput extends OutputStream implements ReadyOutput {
  private final Descriptor to;

  ProgramInput(Descriptor to) {
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
