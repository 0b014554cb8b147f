package dev.aikagi.tools.sshd;

import dev.aikagi.forward.Duplex;
import dev.aikagi.posix.LocalSocket;
import java.io.IOException;
import java.util.List;

/** A Unix socket as one end of a channel; waits without end, as both ends of one may. */
record LocalDuplex(LocalSocket socket) implements Duplex {
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return socket.receive(buffer, offset, length, -1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (length > 0) {
      socket.send(buffer, offset, length, List.of(), -1);
    }
  }

  @Override
  public void endOutput() throws IOException {
    socket.endOutput();
  }

  @Override
  public void close() {
    socket.close();
  }
}
