package dev.aikagi.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Termination;
import dev.aikagi.connection.ChannelOpenException;
import dev.aikagi.connection.Session;
import dev.aikagi.forward.Gateway;
import dev.aikagi.kex.HostKeyRefusedException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that reaches its server through others. */
@Timeout(60)
class ThroughTest {
  @Test
  void twoHostsInBetween() throws Exception {
    try (Gateway first = Gateway.to(target -> true);
        Gateway second = Gateway.to(target -> true);
        Gateway last = Gateway.to(target -> true);
        Client one = first.logIn();
        Client two = Client.through(one, second.options());
        Client three = Client.through(two, last.options())) {
      assertEquals("ran hello", run(three));
      assertEquals(Optional.of(last.hostKey()), three.transport().hostKey());
      // The ones below are free for others.
      assertEquals("ran again", run(one, "again"));
    }
  }

  @Test
  void theHostKeyIsThatOfTheLastHost() throws Exception {
    try (Gateway gateway = Gateway.to(target -> true);
        Gateway last = Gateway.to(target -> true);
        Client jump = gateway.logIn()) {
      assertThrows(
          HostKeyRefusedException.class,
          () -> Client.through(jump, last.options(gateway.hostKey())));
      // The one below lives on.
      try (Client client = Client.through(jump, last.options())) {
        assertEquals("ran hello", run(client));
      }
    }
  }

  @Test
  void closingTheOneAboveLeavesTheOneBelow() throws Exception {
    try (Gateway gateway = Gateway.to(target -> true);
        Gateway last = Gateway.to(target -> true);
        Client jump = gateway.logIn()) {
      Client.through(jump, last.options()).close();
      assertTrue(jump.connection().termination().isEmpty());
      assertEquals("ran hello", run(jump));
    }
  }

  @Test
  void theEndOfTheOneBelowIsALossForTheOneAbove() throws Exception {
    try (Gateway gateway = Gateway.to(target -> true);
        Gateway last = Gateway.to(target -> true);
        Client jump = gateway.logIn();
        Client client = Client.through(jump, last.options())) {
      gateway.stop();
      // Whatever the gateway said, the last host has said nothing.
      Termination below = jump.ended().get(20, TimeUnit.SECONDS);
      assertInstanceOf(Termination.PeerDisconnect.class, below);
      Termination above = client.ended().get(20, TimeUnit.SECONDS);
      assertInstanceOf(Termination.Lost.class, above);
    }
  }

  @Test
  void aGatewayThatDoesNotWantToSaysSo() throws Exception {
    try (Gateway gateway = Gateway.to(target -> false);
        Gateway last = Gateway.to(target -> true);
        Client jump = gateway.logIn()) {
      ChannelOpenException e =
          assertThrows(ChannelOpenException.class, () -> Client.through(jump, last.options()));
      assertEquals("open failed: administratively prohibited: open failed", e.getMessage());
    }
  }

  private static String run(Client client) throws Exception {
    return run(client, "hello");
  }

  private static String run(Client client, String command) throws Exception {
    try (Session session = client.openSession()) {
      session.exec(command);
      session.stdin().close();
      return new String(session.stdout().readAllBytes(), UTF_8);
    }
  }
}
