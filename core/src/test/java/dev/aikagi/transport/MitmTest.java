package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.Role;
import dev.aikagi.message.Debug;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.message.Unimplemented;
import dev.aikagi.message.UserauthSuccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows A6 and A7: CVE-2023-46445, CVE-2023-48795 and what followed from them. */
class MitmTest {
  private static final List<byte[]> SLIPPED_IN =
      List.of(
          RawPeer.bytes(new Ignore(Bytes.EMPTY)),
          RawPeer.bytes(new Debug(false, "", "")),
          RawPeer.bytes(new Unimplemented(0)),
          RawPeer.bytes(new ExtInfo(Map.of("server-sig-algs", Bytes.utf8("ssh-rsa")))),
          RawPeer.bytes(new ServiceRequest("ssh-userauth")),
          RawPeer.bytes(new ServiceAccept("ssh-userauth")),
          RawPeer.bytes(new UserauthSuccess()),
          new byte[] {50, 0, 0, 0, 1, 'x'});

  /** KEXINIT, the method's message or messages, NEWKEYS. */
  private static final int PLAIN_PACKETS = 3;

  private record Result(
      boolean clientThrough, boolean serverThrough, Termination client, Termination server) {}

  /** Both sides try to get to an accepted service; it runs to the end of the connection. */
  private static Result attack(Mitm.Plan plan) throws Exception {
    Mitm mitm = new Mitm(plan);
    try {
      SecureTransport client =
          SecureTransport.client(
              mitm.client(),
              TransportOptions.client().withPreferences(RawPeer.quick()),
              HostKeys.ANY);
      SecureTransport server =
          SecureTransport.server(
              mitm.server(),
              TransportOptions.server().withPreferences(RawPeer.quick()),
              HostKeys.DEFAULT);
      FutureTask<Boolean> serving = Ends.start(() -> serve(server));
      boolean through = request(client);
      if (through) {
        client.close();
      }
      boolean served = Ends.await(serving);
      if (served) {
        server.close();
      }
      return new Result(
          through, served, client.termination().orElseThrow(), server.termination().orElseThrow());
    } finally {
      mitm.finish();
    }
  }

  private static boolean request(SecureTransport client) {
    try {
      client.handshake();
      for (int i = 0; i < 5; i++) {
        client.send(new Ignore(Bytes.EMPTY));
      }
      client.send(new ServiceRequest("ssh-userauth"));
      var _ = Ends.expect(client, ServiceAccept.NUMBER);
      return true;
    } catch (IOException e) {
      var _ = client.end(e);
      return false;
    }
  }

  private static boolean serve(SecureTransport server) {
    try {
      server.handshake();
      for (int i = 0; i < 5; i++) {
        server.send(new Ignore(Bytes.EMPTY));
      }
      var _ = Ends.expect(server, ServiceRequest.NUMBER);
      server.send(new ServiceAccept("ssh-userauth"));
      return true;
    } catch (IOException e) {
      var _ = server.end(e);
      return false;
    }
  }

  @Test
  void anHonestLineLetsBothThrough() throws Exception {
    Result r = attack((sender, index, payload) -> List.of(payload));
    assertTrue(r.clientThrough && r.serverThrough, r.toString());
  }

  @Tag("A6")
  @Tag("A7")
  @ParameterizedTest
  @EnumSource(Role.class)
  void nothingCanBeSlippedInBeforeNewKeys(Role from) throws Exception {
    for (int position = 0; position < PLAIN_PACKETS; position++) {
      for (byte[] extra : SLIPPED_IN) {
        int at = position;
        Result r =
            attack(
                (sender, index, payload) ->
                    sender == from && index == at ? List.of(extra, payload) : List.of(payload));
        assertFalse(
            from == Role.SERVER ? r.clientThrough : r.serverThrough,
            "message " + extra[0] + " before packet " + position);
      }
    }
  }

  static Stream<Arguments> cuts() {
    return Stream.of(Role.values())
        .flatMap(from -> IntStream.rangeClosed(1, 5).mapToObj(k -> Arguments.of(from, k)));
  }

  @Tag("A7")
  @ParameterizedTest
  @MethodSource("cuts")
  void nothingCanBeCutOutAfterNewKeys(Role from, int count) throws Exception {
    AtomicInteger dropped = new AtomicInteger();
    Result r =
        attack(
            new Mitm.Plan() {
              @Override
              public List<byte[]> plain(Role sender, int index, byte[] payload) {
                return List.of(payload);
              }

              @Override
              public boolean keep(Role sender, int index) {
                boolean drop = sender == from && index < count;
                if (drop) {
                  dropped.incrementAndGet();
                }
                return !drop;
              }
            });
    assertEquals(count, dropped.get());
    assertFalse(r.clientThrough);
    assertFalse(from == Role.CLIENT && r.serverThrough);
    assertEquals(
        DisconnectReason.MAC_ERROR,
        ((Termination.LocalDisconnect) (from == Role.SERVER ? r.client : r.server)).reason());
  }

  /** Puts in as many as are cut out, so that the sequence numbers fit again. */
  @Tag("A6")
  @Tag("A7")
  @ParameterizedTest
  @EnumSource(Role.class)
  void theWholeOfTerrapinFailsAtItsFirstStep(Role from) throws Exception {
    for (int position = 0; position < PLAIN_PACKETS; position++) {
      int at = position;
      Result r =
          attack(
              new Mitm.Plan() {
                @Override
                public List<byte[]> plain(Role sender, int index, byte[] payload) {
                  List<byte[]> out = new ArrayList<>(List.of(payload));
                  if (sender == from && index == at) {
                    out.addFirst(SLIPPED_IN.getFirst());
                  }
                  return out;
                }

                @Override
                public boolean keep(Role sender, int index) {
                  return sender != from || index > 0;
                }
              });
      assertFalse(from == Role.SERVER ? r.clientThrough : r.serverThrough);
      assertEquals(
          DisconnectReason.PROTOCOL_ERROR,
          ((Termination.LocalDisconnect) (from == Role.SERVER ? r.client : r.server)).reason());
    }
  }

  @Tag("A7")
  @Test
  void aStrictPeerHearsNumbersThatStartAnew() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    TransportOptions o = TransportOptions.server().withPreferences(chacha());
    SecureTransport t = SecureTransport.server(s.server(), o, HostKeys.DEFAULT);
    FutureTask<IOException> end =
        Ends.start(
            () -> {
              t.handshake();
              return assertThrows(IOException.class, t::receive);
            });
    RawPeer peer = new RawPeer(Role.CLIENT, s.client(), chacha());
    peer.shake();
    // EXT_INFO, which a server sends first, opens with the number 0 only.
    assertEquals(ExtInfo.NUMBER, peer.read().number());
    assertEquals(0, peer.reader().lastSequence());
    peer.close();
    var _ = Ends.await(end);
  }

  private static AlgorithmPreferences chacha() {
    return RawPeer.quick().withCiphers(List.of(CipherAlgorithm.CHACHA20_POLY1305));
  }

  /** A peer that never heard of strict key exchange. */
  private static void shakeLoosely(RawPeer peer) throws IOException {
    peer.sendVersion();
    peer.readVersion();
    peer.strict(false);
    peer.send(new Ignore(Bytes.EMPTY));
    peer.sendProposal(chacha().kexInit(Bytes.of(new byte[16]), Role.CLIENT, false));
    peer.readProposal();
    peer.runMethod();
    peer.sendNewKeys();
    peer.readNewKeys();
    peer.send(new ServiceRequest("ssh-userauth"));
  }

  @Tag("A7")
  @Test
  void aPeerWithoutStrictKexIsServedUnlessItIsRequired() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    TransportOptions o = TransportOptions.server().withPreferences(chacha());
    SecureTransport t = SecureTransport.server(s.server(), o, HostKeys.DEFAULT);
    FutureTask<Integer> got =
        Ends.start(
            () -> {
              t.handshake();
              return t.receive().number();
            });
    shakeLoosely(new RawPeer(Role.CLIENT, s.client(), chacha()));
    assertEquals(ServiceRequest.NUMBER, Ends.await(got));
    t.close();

    MemoryStream.Pair s2 = MemoryStream.pair();
    SecureTransport strict =
        SecureTransport.server(s2.server(), o.withStrictKexRequired(true), HostKeys.DEFAULT);
    FutureTask<IOException> refused =
        Ends.start(() -> assertThrows(IOException.class, strict::handshake));
    assertThrows(
        IOException.class, () -> shakeLoosely(new RawPeer(Role.CLIENT, s2.client(), chacha())));
    assertTrue(Ends.text(Ends.await(refused)).contains("CVE-2023-48795"));
  }

  @Tag("A7")
  @Test
  void aStrictPeerThatDoesNotStartItsNumbersAnewIsNotUnderstood() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    TransportOptions o = TransportOptions.server().withPreferences(chacha());
    SecureTransport t = SecureTransport.server(s.server(), o, HostKeys.DEFAULT);
    FutureTask<IOException> end =
        Ends.start(
            () -> {
              t.handshake();
              return assertThrows(IOException.class, t::receive);
            });
    RawPeer peer = new RawPeer(Role.CLIENT, s.client(), chacha());
    peer.sendVersion();
    peer.readVersion();
    peer.sendProposal();
    peer.readProposal();
    peer.runMethod();
    peer.strict(false);
    peer.sendNewKeys();
    peer.send(new ServiceRequest("ssh-userauth"));
    assertEquals(
        DisconnectReason.MAC_ERROR, ((dev.aikagi.DisconnectException) Ends.await(end)).reason());
  }

  @Tag("A7")
  @Test
  void aPacketBeforeKexinitIsOnlyForPeersWithoutStrictKex() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    SecureTransport t =
        SecureTransport.server(
            s.server(),
            TransportOptions.server().withPreferences(RawPeer.quick()),
            HostKeys.DEFAULT);
    FutureTask<IOException> end = Ends.start(() -> assertThrows(IOException.class, t::handshake));
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    peer.sendVersion();
    peer.readVersion();
    peer.send(new Ignore(Bytes.EMPTY));
    peer.sendProposal();
    assertTrue(Ends.text(Ends.await(end)).contains("strict"));
  }
}
