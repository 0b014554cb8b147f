package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.message.Ignore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A peer with Nagle's algorithm waits for acknowledgements that the kernel would put off. */
class AcknowledgeTest {
  @Test
  void aSocketDoesSo() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      var _ = listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
          SocketChannel peer = listener.accept()) {
        SocketByteStream stream = new SocketByteStream(channel);
        Assumptions.assumeTrue(
            channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK));
        var _ = channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
        stream.acknowledge();
        assertTrue(channel.getOption(ExtendedSocketOptions.TCP_QUICKACK));
        stream.close();
        assertThrows(IOException.class, stream::acknowledge);
        assertTrue(peer.isOpen());
      }
    }
  }

  /** Bulk data is acknowledged as the kernel thinks fit. */
  @Test
  void onlyTheBeginningOfAConnectionIsHurried() throws Exception {
    MemoryStream.Pair pair = MemoryStream.pair();
    RawPeer peer = new RawPeer(dev.aikagi.kex.Role.SERVER, pair.server());
    Counting counting = new Counting(pair.client());
    PacketReader reader = new PacketReader(counting);
    for (int i = 0; i < 3 * TransportLimits.PACKETS_ACKNOWLEDGED; i++) {
      peer.send(new Ignore(Bytes.EMPTY));
      var _ = reader.next();
    }
    assertEquals(TransportLimits.PACKETS_ACKNOWLEDGED, counting.acknowledged);
  }

  private static final class Counting implements ByteStream {
    private final ByteStream inner;
    private long acknowledged;

    Counting(ByteStream inner) {
      this.inner = inner;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return inner.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      inner.write(buffer, offset, length);
    }

    @Override
    public void acknowledge() {
      acknowledged++;
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
