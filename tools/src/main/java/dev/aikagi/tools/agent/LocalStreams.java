package dev.aikagi.tools.agent;

import dev.aikagi.posix.LocalSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A socket as the two streams that an agent is served over. */
final class LocalStreams {
  /** A client that does not take its answer for so long does not want it. */
  private static final int SEND_MILLIS = 60_000;

  private LocalStreams() {}

  /** Waits without end: a client may keep its connection for as long as it likes. */
  static InputStream input(LocalSocket socket) {
    return new InputStream() {
      private final byte[] one = new byte[1];

      @Override
      public int read() throws IOException {
        int n = read(one, 0, 1);
        int octet = one[0] & 0xff;
        one[0] = 0;
        return n < 0 ? -1 : octet;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : socket.receive(target, offset, length, -1);
      }
    };
  }

  static OutputStream output(LocalSocket socket) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        if (length > 0) {
          socket.send(source, offset, length, List.of(), SEND_MILLIS);
        }
      }
    };
  }
}
