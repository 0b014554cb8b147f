package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What counts as a step of the server's, for whoever waits for the next one. */
class WitnessTest {
  private final AtomicInteger moves = new AtomicInteger();
  private final TransportListener listener =
      new Witness(moves::incrementAndGet).beside(event -> {});

  @Test
  void theVersionIsAStep() {
    listener.on(new TransportEvent.PeerVersion("SSH-2.0-x", List.of()));
    assertEquals(1, moves.get());
  }

  /** Who waits would otherwise wait anew, for as long as the server likes. */
  @Test
  void whatThisSideSendsOrAServerCanSendForEverIsNone() {
    listener.on(new TransportEvent.LocalVersion("SSH-2.0-y"));
    listener.on(new TransportEvent.NewKeysSent());
    listener.on(new TransportEvent.NewKeysReceived());
    listener.on(new TransportEvent.DebugReceived(true, "hello"));
    listener.on(new TransportEvent.UnimplementedReceived(7));
    listener.on(new TransportEvent.RekeyStarted(TransportEvent.RekeyCause.PEER));
    listener.on(new TransportEvent.ExtInfoReceived(Map.of()));
    assertEquals(0, moves.get());
  }
}
