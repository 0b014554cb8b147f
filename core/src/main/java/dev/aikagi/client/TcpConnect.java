package dev.aikagi.client;

import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SocketByteStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Connects to the first address of a host that answers. */
final class TcpConnect {
  private TcpConnect() {}

  static ByteStream connect(String host, int port, Duration timeout) throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        return connect(new InetSocketAddress(address, port), timeout);
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure == null) {
      throw new IOException("no address for " + host);
    }
    throw failure;
  }

  private static ByteStream connect(InetSocketAddress address, Duration timeout)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
      return new SocketByteStream(channel);
    } catch (SocketTimeoutException e) {
      channel.close();
      throw new SocketTimeoutException(
          "connect to " + address + ": no answer within " + timeout.toMillis() + " ms");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
