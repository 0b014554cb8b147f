package dev.aikagi.forward;

import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** A connected socket. */
final class SocketDuplex implements Duplex {
  private final SocketByteStream stream;

  /** Takes over a connected channel in blocking mode. */
  SocketDuplex(SocketChannel socket) throws IOException {
    stream = new SocketByteStream(socket);
    // A peer that is gone is to be noticed, and nobody else here asks for its life.
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return stream.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    stream.write(buffer, offset, length);
  }

  @Override
  public void endOutput() throws IOException {
    stream.channel().shutdownOutput();
  }

  @Override
  public void close() {
    stream.close();
  }
}
