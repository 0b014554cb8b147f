package dev.aikagi.forward;

import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** A connected socket, of the Internet or the Unix domain. */
public final class SocketDuplex implements Duplex {
  private final SocketByteStream stream;

  /** Takes over a connected channel in blocking mode. */
  public SocketDuplex(SocketChannel socket) throws IOException {
    stream = new SocketByteStream(socket);
    if (socket.getLocalAddress() instanceof InetSocketAddress) {
      // A peer that is gone is to be noticed, and nobody else here asks for its life.
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
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
