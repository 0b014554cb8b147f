package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Disconnect;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sender hears why the connection ended, not that the socket was closed because of it. */
class WhyNotSentTest {
  private static final String REASON = "the machine goes down";
  private static final int CAPACITY = 16 * 1024;

  /** Closes, and then waits until the sender who was blocked by it has seen that. */
  private record SlowToClose(ByteStream stream, CountDownLatch blocks, CountDownLatch seen)
      implements ByteStream {
    SlowToClose(ByteStream stream) {
      this(stream, new CountDownLatch(1), new CountDownLatch(1));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return stream.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (length > CAPACITY) {
        blocks.countDown();
      }
      try {
        stream.write(buffer, offset, length);
      } catch (IOException e) {
        seen.countDown();
        throw e;
      }
    }

    @Override
    public void close() {
      stream.close();
      try {
        assertTrue(seen.await(Ends.SECONDS, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Ends ends(ByteStream client, ByteStream server) throws Exception {
    return new Ends(
            SecureTransport.client(client, TransportOptions.client(), HostKeys.ANY),
            SecureTransport.server(server, TransportOptions.server(), HostKeys.DEFAULT))
        .authenticated();
  }

  private static void assertTold(FutureTask<Void> sender) {
    ConnectionEndedException e =
        assertThrows(ConnectionEndedException.class, () -> Ends.await(sender));
    Termination.PeerDisconnect how =
        assertInstanceOf(Termination.PeerDisconnect.class, e.termination());
    assertEquals(REASON, how.text());
  }

  private static FutureTask<Void> send(SecureTransport transport) {
    return Ends.start(
        () -> {
          byte[] more = new byte[1 << 20];
          while (true) {
            transport.sendData(0, more, 0, more.length, 32_768);
          }
        });
  }

  /** As a connection's reader does. */
  private static void readToTheEnd(SecureTransport transport) {
    var _ = transport.end(assertThrows(ConnectionEndedException.class, transport::receive));
  }

  @Test
  void theReaderClosesTheSocketUnderIt() throws Exception {
    MemoryStream.Pair streams = MemoryStream.pair(CAPACITY);
    SlowToClose client = new SlowToClose(streams.client());
    Ends ends = ends(client, streams.server());
    FutureTask<Void> sender = send(ends.client());
    assertTrue(client.blocks.await(Ends.SECONDS, TimeUnit.SECONDS));
    // Without its end, which would make the sender fail before the reader is there.
    ends.server().send(new Disconnect(DisconnectReason.BY_APPLICATION.code(), REASON, ""));
    readToTheEnd(ends.client());
    assertTold(sender);
    ends.server().close();
  }

  @Test
  void thePeerClosesBeforeTheReaderIsThere() throws Exception {
    MemoryStream.Pair streams = MemoryStream.pair(CAPACITY);
    SlowToClose client = new SlowToClose(streams.client());
    Ends ends = ends(client, streams.server());
    FutureTask<Void> sender = send(ends.client());
    assertTrue(client.blocks.await(Ends.SECONDS, TimeUnit.SECONDS));
    ends.server().disconnect(DisconnectReason.BY_APPLICATION, REASON);
    assertTrue(client.seen.await(Ends.SECONDS, TimeUnit.SECONDS));
    readToTheEnd(ends.client());
    assertTold(sender);
  }
}
