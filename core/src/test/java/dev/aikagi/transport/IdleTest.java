package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.ServiceRequest;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a connection holds when nothing happens, and what stays when it is over. */
class IdleTest {
  private static TransportOptions client() {
    return TransportOptions.client().withPreferences(RawPeer.quick());
  }

  private static TransportOptions server() {
    return TransportOptions.server().withPreferences(RawPeer.quick());
  }

  @Test
  void largeBuffersAreGivenBackAfterBulk() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    PacketReader reader = new PacketReader(s.server());
    reader.authenticated();
    int idle = reader.heldBytes();
    RawPeer peer = new RawPeer(dev.aikagi.kex.Role.CLIENT, s.client());
    byte[] data = new byte[32_768];
    FutureTask<Void> sender =
        Ends.start(
            () -> {
              for (int i = 0; i < 50; i++) {
                peer.send(new ChannelData(0, dev.aikagi.Bytes.of(data)));
              }
              peer.close();
              return null;
            });
    int most = 0;
    for (int i = 0; i < 50; i++) {
      assertEquals(ChannelData.NUMBER, reader.next().number());
      most = Math.max(most, reader.heldBytes());
    }
    assertThrows(ConnectionEndedException.class, reader::next);
    var _ = Ends.await(sender);
    assertTrue(most > 64 * 1024);
    assertEquals(idle, reader.heldBytes());
    assertTrue(idle <= 16 * 1024);
  }

  @Test
  void noPlatformThreadStaysBehind() throws Exception {
    try (Ends ends = Ends.of(client(), server()).authenticated()) {
      assertTrue(ends.client().termination().isEmpty());
    }
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 50; i++) {
      Ends ends = Ends.of(client(), server()).authenticated();
      FutureTask<Termination> reader =
          Ends.start(
              () ->
                  ends.server()
                      .end(
                          assertThrows(
                              ConnectionEndedException.class, () -> ends.server().receive())));
      ends.client().close();
      assertTrue(Ends.await(reader) instanceof Termination.Lost);
    }
    // Carriers of virtual threads may come, one per processor at most.
    int carriers = Runtime.getRuntime().availableProcessors() + 2;
    assertTrue(Thread.getAllStackTraces().size() <= before + carriers);
  }

  @Test
  void newKeysComeByTimeToo() throws Exception {
    AtomicInteger byTime = new AtomicInteger();
    FutureTask<Void> twice = new FutureTask<>(() -> null);
    TransportListener counting =
        event -> {
          if (event instanceof TransportEvent.RekeyStarted r
              && r.cause() == TransportEvent.RekeyCause.TIME
              && byTime.incrementAndGet() == 2) {
            twice.run();
          }
        };
    TransportOptions quick =
        client()
            .withListener(counting)
            .withRekeyLimit(RekeyLimit.DEFAULT.withTime(Duration.ofMillis(100)));
    Ends ends = Ends.of(quick, server()).authenticated();
    try {
      FutureTask<Termination> one = Ends.start(() -> readToEnd(ends.client()));
      FutureTask<Termination> two = Ends.start(() -> readToEnd(ends.server()));
      var _ = Ends.await(twice);
      ends.close();
      assertTrue(Ends.await(one) instanceof Termination.Closed);
      assertTrue(Ends.await(two) != null);
    } finally {
      ends.close();
    }
  }

  private static Termination readToEnd(SecureTransport t) {
    return t.end(
        assertThrows(
            ConnectionEndedException.class,
            () -> {
              while (true) {
                var _ = t.receive();
              }
            }));
  }

  @Test
  void overSocketsToo() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      var _ = listener.bind(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
      SocketChannel c = SocketChannel.open(listener.getLocalAddress());
      SocketChannel s = listener.accept();
      SecureTransport one = SecureTransport.client(new SocketByteStream(c), client(), HostKeys.ANY);
      SecureTransport two =
          SecureTransport.server(new SocketByteStream(s), server(), HostKeys.DEFAULT);
      try (Ends ends = new Ends(one, two).shaken()) {
        ends.client().send(new ServiceRequest("ssh-userauth"));
        assertEquals(5, ends.server().receive().number());
        FutureTask<ConnectionEndedException> blocked =
            Ends.start(() -> assertThrows(ConnectionEndedException.class, () -> two.receive()));
        ends.client().send(new Ignore(dev.aikagi.Bytes.EMPTY));
        two.close();
        assertTrue(Ends.await(blocked).termination() instanceof Termination.Closed);
      }
    }
  }
}
