package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.kex.Role;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.Ping;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows A7 and B8: no sequence number twice, and no key for too long. */
class SequenceTest {
  /** 2^32 packets are too many for a test, and more than a stranger may send. */
  private static void atTheLast(Object direction) throws ReflectiveOperationException {
    Field sequence = direction.getClass().getDeclaredField("sequence");
    sequence.setAccessible(true);
    sequence.setInt(direction, -1);
  }

  @Tag("A7")
  @Test
  void aReceivedNumberDoesNotWrapInTheFirstKeyExchange() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    new RawPeer(Role.CLIENT, s.client()).send(new Ignore(Bytes.EMPTY));
    PacketReader reader = new PacketReader(s.server());
    atTheLast(reader);
    DisconnectException e = assertThrows(DisconnectException.class, reader::next);
    assertEquals(DisconnectReason.PROTOCOL_ERROR, e.reason());
  }

  @Tag("A7")
  @Test
  void aSentNumberDoesNotWrapInTheFirstKeyExchange() throws Exception {
    PacketWriter writer = new PacketWriter((buffer, offset, length) -> {}, number -> {});
    atTheLast(writer);
    assertThrows(DisconnectException.class, () -> writer.message(new Ignore(Bytes.EMPTY)));
  }

  private static SecureTransport authenticated(RawPeer peer, ByteStream stream, RekeyLimit limit)
      throws Exception {
    TransportOptions o = TransportOptions.server().withPreferences(RawPeer.quick());
    SecureTransport t = SecureTransport.server(stream, o.withRekeyLimit(limit), HostKeys.DEFAULT);
    FutureTask<Void> ready =
        Ends.start(
            () -> {
              t.handshake();
              var _ = t.receive();
              t.authenticated();
              return null;
            });
    peer.shake();
    peer.send(new ServiceRequest("ssh-userauth"));
    peer.authenticated();
    var _ = Ends.await(ready);
    return t;
  }

  private static FutureTask<IOException> reading(SecureTransport t) {
    return Ends.start(
        () ->
            assertThrows(
                IOException.class,
                () -> {
                  while (true) {
                    var _ = t.receive();
                  }
                }));
  }

  @Tag("B8")
  @Test
  void keysChangeAfterSoMuchReceived() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t = authenticated(peer, s.server(), RekeyLimit.DEFAULT.withBytes(10_000));
    FutureTask<IOException> end = reading(t);
    for (int i = 0; i < 11; i++) {
      peer.send(new Ignore(Bytes.of(new byte[1000])));
    }
    FutureTask<Integer> asked = Ends.start(() -> peer.readUntil(KexInit.NUMBER).number());
    assertEquals(KexInit.NUMBER, Ends.await(asked));
    peer.close();
    var _ = Ends.await(end);
  }

  @Tag("B8")
  @Test
  void keysChangeAfterSoMuchSent() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t = authenticated(peer, s.server(), RekeyLimit.DEFAULT.withBytes(10_000));
    FutureTask<IOException> end = reading(t);
    FutureTask<Void> sender =
        Ends.start(
            () -> {
              for (int i = 0; i < 11; i++) {
                t.send(new Ignore(Bytes.of(new byte[1000])));
              }
              t.send(new Ping(Bytes.EMPTY));
              return null;
            });
    int number = Ignore.NUMBER;
    while (number != KexInit.NUMBER && number != Ping.NUMBER) {
      number = peer.read().number();
    }
    assertEquals(KexInit.NUMBER, number, "more was sent under the old keys");
    peer.close();
    t.close();
    assertThrows(IOException.class, () -> Ends.await(sender));
    var _ = Ends.await(end);
  }
}
