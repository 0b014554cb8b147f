package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.Termination;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.Algorithms;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.ServiceRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {
  private static AlgorithmPreferences everything() {
    return AlgorithmPreferences.client().withHostKeyAlgorithms(PublicKeyAlgorithm.SUPPORTED);
  }

  private static TransportOptions client(AlgorithmPreferences p) {
    return TransportOptions.client().withPreferences(p);
  }

  private static TransportOptions server(AlgorithmPreferences p) {
    return TransportOptions.server().withPreferences(p);
  }

  private static void exchangeData(Ends ends) throws Exception {
    byte[] sent = new byte[100_000];
    new java.util.Random(1).nextBytes(sent);
    FutureTask<byte[]> got = Ends.start(() -> collect(ends.server(), sent.length));
    ends.client().sendData(7, sent, 0, sent.length, 32_768);
    org.junit.jupiter.api.Assertions.assertArrayEquals(sent, Ends.await(got));
    FutureTask<byte[]> back = Ends.start(() -> collect(ends.client(), sent.length));
    ends.server().sendData(7, sent, 0, sent.length, 1000);
    org.junit.jupiter.api.Assertions.assertArrayEquals(sent, Ends.await(back));
  }

  static byte[] collect(Transport t, int length) throws IOException {
    byte[] out = new byte[length];
    int done = 0;
    while (done < length) {
      ChannelData d = ChannelData.read(Ends.expect(t, ChannelData.NUMBER).reader());
      d.data().copyTo(out, done);
      done += d.data().length();
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource(KexMethod.class)
  void everyMethodAgrees(KexMethod method) throws Exception {
    AlgorithmPreferences p = everything().withKexMethods(List.of(method));
    try (Ends ends = Ends.of(client(p), server(p)).authenticated()) {
      assertEquals(method, ends.client().algorithms().orElseThrow().kexMethod());
      assertEquals(ends.client().sessionId(), ends.server().sessionId());
      assertEquals(HostKeys.ED25519.publicKey().blob(), ends.client().hostKeyBlob());
      assertEquals(ends.server().hostKeyBlob(), ends.client().hostKeyBlob());
      exchangeData(ends);
    }
  }

  static List<CipherAlgorithm> ciphers() {
    return CipherAlgorithm.SUPPORTED;
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void everyCipherCarriesData(CipherAlgorithm cipher) throws Exception {
    AlgorithmPreferences p = everything().withCiphers(List.of(cipher));
    try (Ends ends = Ends.of(client(p), server(p)).authenticated()) {
      Algorithms.Direction d = ends.client().algorithms().orElseThrow().clientToServer();
      assertEquals(cipher, d.cipher());
      assertEquals(cipher.aead(), d.mac() == null);
      exchangeData(ends);
    }
  }

  static List<MacAlgorithm> macs() {
    return MacAlgorithm.SUPPORTED;
  }

  @ParameterizedTest
  @MethodSource("macs")
  void everyMacCarriesData(MacAlgorithm mac) throws Exception {
    AlgorithmPreferences p =
        everything().withCiphers(List.of(CipherAlgorithm.AES128_CTR)).withMacs(List.of(mac));
    try (Ends ends = Ends.of(client(p), server(p)).authenticated()) {
      assertEquals(mac, ends.client().algorithms().orElseThrow().serverToClient().mac());
      exchangeData(ends);
    }
  }

  @Test
  void compressionStartsAfterAuthentication() throws Exception {
    AlgorithmPreferences p =
        everything().withCompressions(List.of(CompressionAlgorithm.ZLIB_OPENSSH));
    try (Ends ends = Ends.of(client(p), server(p)).authenticated()) {
      exchangeData(ends);
      FutureTask<Payload> got = Ends.start(() -> Ends.expect(ends.server(), 80));
      ends.client().send(new GlobalRequest("x@example.org", true, Bytes.EMPTY));
      assertEquals(80, Ends.await(got).number());
    }
  }

  static List<PrivateKey> hostKeys() {
    return List.of(
        HostKeys.ED25519, KeyGenerator.ecdsa(256), KeyGenerator.ecdsa(521), KeyGenerator.rsa(2048));
  }

  // JUnit would wipe the shared key.
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("hostKeys")
  void everyHostKeyAlgorithmIsVerified(PrivateKey key) throws Exception {
    for (SignatureAlgorithm s : key.algorithms()) {
      PublicKeyAlgorithm a = PublicKeyAlgorithm.named(s.wireName()).orElseThrow();
      AlgorithmPreferences p = everything().withHostKeyAlgorithms(List.of(a));
      try (Ends ends =
          Ends.of(client(p), server(p), HostKeys.ANY, List.of(key), MemoryStream.pair())) {
        var _ = ends.shaken();
        assertEquals(a, ends.client().algorithms().orElseThrow().hostKeyAlgorithm());
        assertEquals(key.publicKey(), ends.client().hostKey().orElseThrow());
      }
    }
  }

  /** A key that nobody has judged is not one that was accepted. */
  @Tag("D1")
  @Test
  @SuppressWarnings("NullAway") // As a program without nullness checks may do.
  void aCheckThatDecidesNothingEndsTheHandshake() throws Exception {
    Ends ends =
        Ends.of(
            TransportOptions.client(),
            TransportOptions.server(),
            (key, algorithm) -> null,
            HostKeys.DEFAULT,
            MemoryStream.pair());
    FutureTask<ConnectionEndedException> server =
        Ends.start(
            () -> assertThrows(ConnectionEndedException.class, () -> ends.server().handshake()));
    assertThrows(NullPointerException.class, () -> ends.client().handshake());
    assertNotNull(server.get(10, TimeUnit.SECONDS));
  }

  @Tag("D1")
  @Test
  void aRefusedHostKeyEndsTheHandshakeWithItsReason() {
    HostKeys.Said no = new HostKeys.Said("not this one");
    AtomicInteger asked = new AtomicInteger();
    Ends ends =
        Ends.of(
            TransportOptions.client(),
            TransportOptions.server(),
            (key, algorithm) -> {
              asked.incrementAndGet();
              return new HostKeyVerdict.Refused(no);
            },
            HostKeys.DEFAULT,
            MemoryStream.pair());
    FutureTask<ConnectionEndedException> server =
        Ends.start(
            () -> assertThrows(ConnectionEndedException.class, () -> ends.server().handshake()));
    HostKeyRefusedException e =
        assertThrows(HostKeyRefusedException.class, () -> ends.client().handshake());
    assertEquals(no, e.reason());
    assertEquals(1, asked.get());
    assertTrue(ends.client().termination().orElseThrow() instanceof Termination.LocalDisconnect);
    Termination seen =
        org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> Ends.await(server)).termination();
    assertEquals(9, ((Termination.PeerDisconnect) seen).reasonCode());
    assertThrows(ConnectionEndedException.class, () -> ends.client().send(new ServiceRequest("x")));
  }

  @Test
  void aFaultInTheHostKeyCheckIsNoAcceptance() {
    Ends ends =
        Ends.of(
            TransportOptions.client(),
            TransportOptions.server(),
            (key, algorithm) -> {
              throw new IllegalStateException("broken check");
            },
            HostKeys.DEFAULT,
            MemoryStream.pair());
    FutureTask<ConnectionEndedException> server =
        Ends.start(
            () -> assertThrows(ConnectionEndedException.class, () -> ends.server().handshake()));
    assertThrows(IllegalStateException.class, () -> ends.client().handshake());
    assertThrows(ConnectionEndedException.class, () -> ends.client().receive());
    assertFalse(
        Ends.text(org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> Ends.await(server)))
            .contains("broken check"));
  }

  @Test
  void nothingInCommonIsSaidWithBothLists() {
    Ends ends =
        Ends.of(
            client(everything().withKexMethods(List.of(KexMethod.CURVE25519_SHA256))),
            server(everything().withKexMethods(List.of(KexMethod.DH_GROUP14_SHA1))));
    FutureTask<Exception> server =
        Ends.start(
            () -> assertThrows(NegotiationFailedException.class, () -> ends.server().handshake()));
    NegotiationFailedException e =
        assertThrows(NegotiationFailedException.class, () -> ends.client().handshake());
    assertTrue(
        e.reason()
            .missing()
            .getFirst()
            .summaryFor(dev.aikagi.kex.Role.CLIENT)
            .startsWith(
                "no matching key exchange method found. Their offer: diffie-hellman-group14-sha1"));
    assertEquals(
        "-o KexAlgorithms=+diffie-hellman-group14-sha1",
        e.reason().missing().getFirst().remedyFor(dev.aikagi.kex.Role.CLIENT).orElseThrow());
    assertTrue(
        org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> Ends.await(server)) != null);
  }

  private static String extension(SecureTransport of, String name) {
    return java.util.Objects.requireNonNull(of.peerExtensions().get(name), name).utf8();
  }

  @Test
  void theServerTellsItsSignatureAlgorithmsAndTheClientThatItListens() throws Exception {
    try (Ends ends =
        Ends.of(TransportOptions.client(), TransportOptions.server()).authenticated()) {
      assertEquals("0", extension(ends.client(), "publickey-hostbound@openssh.com"));
      assertEquals("0", extension(ends.client(), "ping@openssh.com"));
      assertEquals("0", extension(ends.client(), "agent-forward"));
      assertTrue(extension(ends.client(), "server-sig-algs").startsWith("ssh-ed25519,"));
      assertEquals("0", extension(ends.server(), "ext-info-in-auth@openssh.com"));
    }
  }

  @Test
  void eachConnectionHasItsOwnSession() throws Exception {
    try (Ends one = Ends.of(TransportOptions.client(), TransportOptions.server()).shaken();
        Ends two = Ends.of(TransportOptions.client(), TransportOptions.server()).shaken()) {
      assertNotEquals(one.client().sessionId(), two.client().sessionId());
    }
  }

  /** What decides about phases is here; the layer above cannot skip one by mistake. */
  @Tag("A2")
  @Test
  void authenticationIsNotOverBeforeItBegan() throws Exception {
    try (Ends ends = Ends.of(TransportOptions.client(), TransportOptions.server()).shaken()) {
      assertThrows(IllegalStateException.class, ends.server()::authenticated);
      assertThrows(IllegalStateException.class, ends.client()::authenticated);
    }
  }
}
