package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.RequestFailure;
import dev.aikagi.wire.WireReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeepAliveTest {
  private static final KeepAlive SOON = new KeepAlive(Duration.ofMillis(30), 3);

  @Test
  void asksAndGivesUpOnAPeerThatIsDead() throws Exception {
    RawPeer peer =
        RawPeer.ofServer(
            ConnectionHandler.REFUSE_ALL, ConnectionOptions.SERVER.withKeepAlive(SOON));
    for (int i = 0; i < 3; i++) {
      byte[] p = peer.next();
      GlobalRequest m = GlobalRequest.read(new WireReader(p, 1, p.length - 1));
      assertEquals("keepalive@openssh.com", m.requestName());
      assertTrue(m.wantReply());
    }
    Termination.LocalDisconnect how =
        assertInstanceOf(Termination.LocalDisconnect.class, peer.end());
    assertEquals(DisconnectReason.CONNECTION_LOST, how.reason());
  }

  @Test
  void aPeerThatAnswersStays() throws Exception {
    try (RawPeer peer =
        RawPeer.ofServer(
            ConnectionHandler.REFUSE_ALL, ConnectionOptions.SERVER.withKeepAlive(SOON))) {
      for (int i = 0; i < 10; i++) {
        peer.await(GlobalRequest.NUMBER);
        peer.send(new RequestFailure());
      }
      assertTrue(peer.connection.termination().isEmpty());
    }
  }
}
