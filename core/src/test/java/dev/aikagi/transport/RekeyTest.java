package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.Role;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.NewKeys;
import dev.aikagi.message.Ping;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RekeyTest {
  private static final int MEGABYTES = 8;

  /** Counts what it is told. */
  private static final class Counter implements TransportListener {
    final AtomicInteger newKeys = new AtomicInteger();

    @Override
    public void on(TransportEvent event) {
      if (event instanceof TransportEvent.NewKeysReceived) {
        newKeys.incrementAndGet();
      }
    }
  }

  private static TransportOptions with(TransportOptions o, long bytes, TransportListener l) {
    return o.withPreferences(RawPeer.quick())
        .withRekeyLimit(RekeyLimit.DEFAULT.withBytes(bytes))
        .withListener(l);
  }

  /** Sends random data in pieces of random size; its digest. */
  private static byte[] pump(SecureTransport t, long seed) throws Exception {
    Random random = new Random(seed);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] data = new byte[200_000];
    int left = MEGABYTES << 20;
    while (left > 0) {
      int n = Math.min(left, 1 + random.nextInt(data.length));
      random.nextBytes(data);
      digest.update(data, 0, n);
      t.sendData(3, data, 0, n, 32_768);
      left -= n;
      if (random.nextInt(20) == 0) {
        t.startRekey();
      }
    }
    return digest.digest();
  }

  /** Reads as a dispatcher does, answering from the reading thread; the digest of the data. */
  private static Void dispatch(SecureTransport t, CompletableFuture<byte[]> got) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long left = (long) MEGABYTES << 20;
    while (left > 0) {
      Payload p = t.receive();
      if (p.number() == ChannelData.NUMBER) {
        int length = p.length() - 9;
        digest.update(p.array(), p.offset() + 9, length);
        left -= length;
        t.send(new ChannelWindowAdjust(3, length));
      }
    }
    got.complete(digest.digest());
    drain(t);
    return null;
  }

  /** Reads on, which key exchanges need, until the end. */
  private static void drain(SecureTransport t) {
    try {
      while (true) {
        var _ = t.receive();
      }
    } catch (IOException e) {
      var _ = t.end(e);
    }
  }

  @Tag("B8")
  @Test
  void bothSidesRekeyAtAnyMomentUnderLoad() throws Exception {
    Counter client = new Counter();
    Counter server = new Counter();
    Ends ends =
        Ends.of(
            with(TransportOptions.client(), 1 << 18, client),
            with(TransportOptions.server(), 1 << 18, server));
    try {
      var _ = ends.authenticated();
      Bytes id = ends.client().sessionId();
      CompletableFuture<byte[]> gotUp = new CompletableFuture<>();
      CompletableFuture<byte[]> gotDown = new CompletableFuture<>();
      FutureTask<byte[]> up = Ends.start(() -> pump(ends.client(), 1));
      FutureTask<byte[]> down = Ends.start(() -> pump(ends.server(), 2));
      FutureTask<Void> server2 = Ends.start(() -> dispatch(ends.server(), gotUp));
      FutureTask<Void> client2 = Ends.start(() -> dispatch(ends.client(), gotDown));
      byte[] sentUp = Ends.await(up);
      byte[] sentDown = Ends.await(down);
      assertArrayEquals(sentUp, gotUp.get(Ends.SECONDS, TimeUnit.SECONDS));
      assertArrayEquals(sentDown, gotDown.get(Ends.SECONDS, TimeUnit.SECONDS));
      assertTrue(client.newKeys.get() > MEGABYTES / 2, "rekeys: " + client.newKeys);
      assertEquals(id, ends.client().sessionId());
      assertEquals(id, ends.server().sessionId());
      assertTrue(ends.client().termination().isEmpty());
      ends.close();
      var _ = Ends.await(server2);
      var _ = Ends.await(client2);
    } finally {
      ends.close();
    }
  }

  @Test
  void compressionSurvivesARekey() throws Exception {
    AlgorithmPreferences p =
        RawPeer.quick().withCompressions(List.of(CompressionAlgorithm.ZLIB_OPENSSH));
    Counter counter = new Counter();
    TransportOptions client = with(TransportOptions.client(), 100_000, counter).withPreferences(p);
    TransportOptions server =
        with(TransportOptions.server(), 1 << 30, TransportListener.NONE).withPreferences(p);
    try (Ends ends = Ends.of(client, server).authenticated()) {
      byte[] sent = new byte[1_000_000];
      new Random(4).nextBytes(sent);
      FutureTask<Void> reader =
          Ends.start(
              () -> {
                drain(ends.client());
                return null;
              });
      FutureTask<byte[]> got = Ends.start(() -> HandshakeTest.collect(ends.server(), sent.length));
      for (int i = 0; i < sent.length; i += 10_000) {
        ends.client().sendData(1, sent, i, 10_000, 10_000);
      }
      assertArrayEquals(sent, Ends.await(got));
      assertTrue(counter.newKeys.get() > 1);
      ends.server().close();
      var _ = Ends.await(reader);
    }
  }

  /** The side under test, authenticated, against a raw peer. */
  private static SecureTransport authed(RawPeer peer, ByteStream stream, TransportOptions o)
      throws Exception {
    SecureTransport t =
        peer.role() == Role.CLIENT
            ? SecureTransport.server(stream, o, HostKeys.DEFAULT)
            : SecureTransport.client(stream, o, HostKeys.ANY);
    FutureTask<Void> ready =
        Ends.start(
            () -> {
              t.handshake();
              var _ = t.receive();
              t.authenticated();
              return null;
            });
    peer.shake();
    peer.send(
        peer.role() == Role.CLIENT
            ? new ServiceRequest("ssh-userauth")
            : new dev.aikagi.message.ServiceAccept("ssh-userauth"));
    peer.authenticated();
    var _ = Ends.await(ready);
    return t;
  }

  private static FutureTask<Termination> reading(SecureTransport t) {
    return Ends.start(
        () -> {
          drain(t);
          return t.termination().orElseThrow();
        });
  }

  /** Long enough for the first key exchange, which has to be done in it, on a busy machine. */
  private static final Duration STALL = Duration.ofSeconds(2);

  @Tag("B3")
  @ParameterizedTest
  @EnumSource(Role.class)
  void aPeerThatStallsAKeyExchangeIsCut(Role role) throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    boolean server = role == Role.SERVER;
    RawPeer peer = new RawPeer(role.other(), server ? s.client() : s.server());
    TransportOptions o = server ? TransportOptions.server() : TransportOptions.client();
    SecureTransport t =
        authed(
            peer,
            server ? s.server() : s.client(),
            o.withPreferences(RawPeer.quick()).withKexTime(STALL));
    FutureTask<Termination> end = reading(t);
    peer.sendProposal();
    Termination.LocalDisconnect how = (Termination.LocalDisconnect) Ends.await(end);
    assertEquals(DisconnectReason.KEY_EXCHANGE_FAILED, how.reason());
  }

  @Tag("B3")
  @Test
  void aPeerThatFloodsDuringAKeyExchangeIsCut() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t =
        authed(peer, s.server(), TransportOptions.server().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    peer.sendProposal();
    int sent = 0;
    try {
      for (; sent < 1_000_000; sent++) {
        peer.send(new Ignore(Bytes.EMPTY));
      }
    } catch (IOException e) {
      assertTrue(sent < 100_000);
    }
    Termination.LocalDisconnect how = (Termination.LocalDisconnect) Ends.await(end);
    assertEquals(DisconnectReason.PROTOCOL_ERROR, how.reason());
    assertTrue(sent < 1_000_000);
  }

  @Tag("B3")
  @Test
  void aPingDuringAKeyExchangeIsNotAnswered() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t =
        authed(peer, s.server(), TransportOptions.server().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    peer.send(new Ping(Bytes.utf8("one")));
    Payload pong = peer.readUntil(193);
    assertEquals("one", pong.reader().readUtf8());
    peer.sendProposal();
    peer.send(new Ping(Bytes.utf8("two")));
    assertTrue(!peer.readToEnd().contains(193));
    Termination how = Ends.await(end);
    assertTrue(how instanceof Termination.LocalDisconnect);
  }

  @Tag("B8")
  @Test
  void anotherHostKeyInARekeyIsRefused() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.SERVER, s.server());
    SecureTransport t =
        authed(peer, s.client(), TransportOptions.client().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    peer.hostKey(KeyGenerator.ed25519());
    IOException e = assertThrows(IOException.class, peer::rekey);
    Termination.LocalDisconnect how = (Termination.LocalDisconnect) Ends.await(end);
    assertEquals(DisconnectReason.HOST_KEY_NOT_VERIFIABLE, how.reason(), e.toString());
  }

  @Tag("B8")
  @Test
  void methodAndCipherMayChangeAndTheSessionStays() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t = authed(peer, s.server(), TransportOptions.server());
    Bytes id = t.sessionId();
    FutureTask<Termination> end = reading(t);
    for (KexMethod m : List.of(KexMethod.ECDH_SHA2_NISTP521, KexMethod.SNTRUP761X25519_SHA512)) {
      peer.preferences(
          AlgorithmPreferences.client()
              .withKexMethods(List.of(m))
              .withCiphers(List.of(CipherAlgorithm.CHACHA20_POLY1305)));
      peer.rekey();
      peer.send(new Ping(Bytes.utf8("x")));
      assertEquals(193, peer.readUntil(193).number());
      assertEquals(id, t.sessionId());
      assertEquals(m, t.algorithms().orElseThrow().kexMethod());
    }
    peer.close();
    assertTrue(Ends.await(end) instanceof Termination.Lost);
  }

  @Tag("B8")
  @Test
  void manyRekeysInARowKeepTheSession() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    Counter counter = new Counter();
    SecureTransport t = authed(peer, s.server(), with(TransportOptions.server(), 1 << 30, counter));
    Bytes id = t.sessionId();
    FutureTask<Termination> end = reading(t);
    for (int i = 0; i < 300; i++) {
      if (i % 3 == 0) {
        // Both at once, or one after the other: whoever's KEXINIT comes first.
        t.startRekey();
      }
      peer.rekey();
      peer.send(new Ping(Bytes.utf8("x")));
      while (true) {
        int number = peer.read().number();
        if (number == 193) {
          break;
        }
        assertEquals(20, number);
        peer.answerProposal();
      }
    }
    assertEquals(id, t.sessionId());
    assertTrue(counter.newKeys.get() >= 300, "rekeys: " + counter.newKeys);
    peer.close();
    assertTrue(Ends.await(end) instanceof Termination.Lost);
  }

  @Tag("B4")
  @Tag("A7")
  @Test
  void markersInALaterKexinitChangeNothing() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client(), RawPeer.quick());
    SecureTransport t =
        authed(peer, s.server(), TransportOptions.server().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    KexInit withMarkers = RawPeer.quick().kexInit(Bytes.of(new byte[16]), Role.CLIENT, true);
    peer.sendProposal(withMarkers);
    peer.readProposal();
    peer.runMethod();
    peer.sendNewKeys();
    peer.readNewKeys();
    peer.send(new Ping(Bytes.utf8("x")));
    assertEquals(193, peer.readUntil(193).number());
    peer.close();
    assertTrue(Ends.await(end) instanceof Termination.Lost);
  }

  @Tag("B4")
  @Test
  void newKeysOutOfTurnEndsTheConnection() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t =
        authed(peer, s.server(), TransportOptions.server().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    peer.sendProposal();
    peer.send(new NewKeys());
    Termination.LocalDisconnect how = (Termination.LocalDisconnect) Ends.await(end);
    assertEquals(DisconnectReason.PROTOCOL_ERROR, how.reason());
    assertNotEquals(0, peer.readToEnd().size());
  }

  @Test
  void waitingSendersAreWokenByTheEnd() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    SecureTransport t =
        authed(peer, s.server(), TransportOptions.server().withPreferences(RawPeer.quick()));
    FutureTask<Termination> end = reading(t);
    peer.sendProposal();
    peer.readProposal();
    FutureTask<ConnectionEndedException> sender =
        Ends.start(
            () ->
                assertThrows(
                    ConnectionEndedException.class, () -> t.sendData(1, new byte[10], 0, 10, 10)));
    t.disconnect(DisconnectReason.BY_APPLICATION, "enough");
    assertEquals(
        DisconnectReason.BY_APPLICATION,
        ((Termination.LocalDisconnect) Ends.await(sender).termination()).reason());
    assertTrue(Ends.await(end) instanceof Termination.LocalDisconnect);
  }
}
