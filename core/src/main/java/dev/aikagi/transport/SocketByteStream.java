package dev.aikagi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * A connected socket. Nagle's algorithm is off: with it, the small messages of the handshake wait
 * 40 ms each for a delayed acknowledgement. Buffer sizes are the kernel's business, which tunes
 * them as long as nobody sets them.
 */
public final class SocketByteStream implements ByteStream {
  private final SocketChannel channel;
  private final boolean acknowledges;
  // One for each direction, so that no wrapper is made per call; they are the reader's and the
  // writer's own.
  private byte[] readArray = new byte[0];
  private ByteBuffer readBuffer = ByteBuffer.wrap(readArray);
  private byte[] writeArray = readArray;
  private ByteBuffer writeBuffer = readBuffer;

  /** Takes over a connected channel in blocking mode, of the Internet or the Unix domain. */
  public SocketByteStream(SocketChannel channel) throws IOException {
    this.channel = channel;
    boolean tcp = channel.getLocalAddress() instanceof InetSocketAddress;
    if (tcp) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    // Linux has it.
    acknowledges = tcp && channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
  }

  public SocketChannel channel() {
    return channel;
  }

  public SocketAddress remoteAddress() throws IOException {
    return channel.getRemoteAddress();
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (buffer != readArray) {
      readArray = buffer;
      readBuffer = ByteBuffer.wrap(buffer);
    }
    readBuffer.limit(offset + length).position(offset);
    try {
      return channel.read(readBuffer);
    } catch (ClosedChannelException e) {
      throw new IOException("the socket was closed", e);
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (buffer != writeArray) {
      writeArray = buffer;
      writeBuffer = ByteBuffer.wrap(buffer);
    }
    writeBuffer.limit(offset + length).position(offset);
    try {
      while (writeBuffer.hasRemaining()) {
        channel.write(writeBuffer);
      }
    } catch (ClosedChannelException e) {
      throw new IOException("the socket was closed", e);
    }
  }

  /** Holds for a while only, as the kernel thinks fit: hence before each wait. */
  @Override
  public void acknowledge() throws IOException {
    if (acknowledges) {
      try {
        channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
      } catch (ClosedChannelException e) {
        throw new IOException("the socket was closed", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left that could be done with a socket that does not close.
      System.getLogger("dev.aikagi.transport").log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
