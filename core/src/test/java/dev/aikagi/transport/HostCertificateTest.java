package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.kex.Role;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.Ping;
import dev.aikagi.message.ServiceAccept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates as host keys, in both roles. */
class HostCertificateTest {
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();

  /** Remembers what it was shown. */
  private static final class Shown implements HostKeyCheck {
    final List<Object> all = new ArrayList<>();

    @Override
    public HostKeyVerdict check(PublicKey hostKey, SignatureAlgorithm algorithm) {
      all.add(hostKey);
      return new HostKeyVerdict.Accepted(HostKeys.Said.of("a key"));
    }

    @Override
    public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm) {
      all.add(certificate);
      return new HostKeyVerdict.Accepted(HostKeys.Said.of("a certificate"));
    }
  }

  private static AlgorithmPreferences only(PublicKeyAlgorithm... algorithms) {
    return RawPeer.quick().withHostKeyAlgorithms(List.of(algorithms));
  }

  private static TransportOptions client(PublicKeyAlgorithm... algorithms) {
    return TransportOptions.client().withPreferences(only(algorithms));
  }

  private static TransportOptions server(Certificate... certificates) {
    return TransportOptions.server()
        .withPreferences(
            AlgorithmPreferences.server().withHostKeyAlgorithms(PublicKeyAlgorithm.SUPPORTED))
        .withHostCertificates(List.of(certificates));
  }

  static List<PrivateKey> hostKeys() {
    return HandshakeTest.hostKeys();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("hostKeys")
  void everyCertificateAlgorithmIsShownSignedAndVerified(PrivateKey key) throws Exception {
    Certificate certificate = Certified.of(key.publicKey()).by(AUTHORITY);
    int tried = 0;
    for (PublicKeyAlgorithm a : PublicKeyAlgorithm.SUPPORTED) {
      if (a.keyType() != certificate.type()) {
        continue;
      }
      tried++;
      Shown shown = new Shown();
      try (Ends ends =
          Ends.of(client(a), server(certificate), shown, List.of(key), MemoryStream.pair())) {
        var _ = ends.shaken();
        assertEquals(a, ends.client().algorithms().orElseThrow().hostKeyAlgorithm());
        assertEquals(List.of(certificate), shown.all);
        assertEquals(certificate.blob(), ends.client().hostKeyBlob());
        assertEquals(certificate.blob(), ends.server().hostKeyBlob());
        assertEquals(key.publicKey(), ends.client().hostKey().orElseThrow());
      }
    }
    assertEquals(key.publicKey().type().wireName().equals("ssh-rsa") ? 3 : 1, tried);
  }

  @Test
  void theKeyIsShownToWhomItIsEnough() throws Exception {
    Certificate certificate = Certified.of(HostKeys.ED25519.publicKey()).by(AUTHORITY);
    Shown shown = new Shown();
    try (Ends ends =
        Ends.of(
            client(PublicKeyAlgorithm.SSH_ED25519, PublicKeyAlgorithm.SSH_ED25519_CERT),
            server(certificate),
            shown,
            HostKeys.DEFAULT,
            MemoryStream.pair())) {
      var _ = ends.shaken();
      assertEquals(List.of(HostKeys.ED25519.publicKey()), shown.all);
    }
  }

  /** A check that knows nothing of certificates judges the key, which the server has proven. */
  @Test
  void aCheckOfKeysIsAskedAboutTheKeyInTheCertificate() throws Exception {
    Certificate certificate = Certified.of(HostKeys.ED25519.publicKey()).by(AUTHORITY);
    List<PublicKey> asked = new ArrayList<>();
    HostKeyCheck check =
        (key, algorithm) -> {
          asked.add(key);
          return new HostKeyVerdict.Refused(HostKeys.Said.of("no"));
        };
    try (Ends ends =
        Ends.of(
            TransportOptions.client(),
            server(certificate),
            check,
            HostKeys.DEFAULT,
            MemoryStream.pair())) {
      assertThrows(IOException.class, ends::shaken);
      assertEquals(List.of(HostKeys.ED25519.publicKey()), asked);
    }
  }

  @Test
  void aCertificateOfAnotherKeyIsNotShown() throws Exception {
    Certificate foreign = Certified.of(KeyGenerator.ed25519().publicKey()).by(AUTHORITY);
    Shown shown = new Shown();
    try (Ends ends =
        Ends.of(
            TransportOptions.client(),
            server(foreign),
            shown,
            HostKeys.DEFAULT,
            MemoryStream.pair())) {
      var _ = ends.shaken();
      assertEquals(List.of(HostKeys.ED25519.publicKey()), shown.all);
    }
  }

  private static SecureTransport authed(RawPeer peer, ByteStream stream, HostKeyCheck check)
      throws Exception {
    SecureTransport t =
        SecureTransport.client(
            stream, TransportOptions.client().withPreferences(RawPeer.quick()), check);
    FutureTask<Void> ready =
        Ends.start(
            () -> {
              t.handshake();
              var _ = t.receive();
              t.authenticated();
              return null;
            });
    peer.shake();
    peer.send(new ServiceAccept("ssh-userauth"));
    var _ = Ends.await(ready);
    return t;
  }

  private static FutureTask<Termination> reading(SecureTransport t) {
    return Ends.start(
        () -> {
          try {
            while (true) {
              var _ = t.receive();
            }
          } catch (IOException e) {
            return t.end(e);
          }
        });
  }

  @Tag("B8")
  @Test
  void aRekeyBringsTheSameCertificateAndNobodyIsAskedAgain() throws Exception {
    Certificate first = Certified.of(HostKeys.ED25519.publicKey()).by(AUTHORITY);
    MemoryStream.Pair s = MemoryStream.pair();
    RawPeer peer = new RawPeer(Role.SERVER, s.server());
    peer.certificate(first);
    Shown shown = new Shown();
    SecureTransport t = authed(peer, s.client(), shown);
    FutureTask<Termination> end = reading(t);
    peer.rekey();
    peer.send(new Ping(dev.aikagi.Bytes.utf8("x")));
    assertEquals(193, peer.readUntil(193).number());
    assertEquals(List.of(first), shown.all);
    peer.close();
    assertInstanceOf(Termination.Lost.class, Ends.await(end));
  }

  /** Even of the same key: what was judged is the certificate. */
  @Tag("B8")
  @Tag("C6")
  @Test
  void anotherCertificateOrTheBareKeyInARekeyIsRefused() throws Exception {
    Certificate first = Certified.of(HostKeys.ED25519.publicKey()).by(AUTHORITY);
    Certificate second = Certified.of(HostKeys.ED25519.publicKey()).serial(8).by(AUTHORITY);
    for (boolean bare : new boolean[] {false, true}) {
      MemoryStream.Pair s = MemoryStream.pair();
      RawPeer peer = new RawPeer(Role.SERVER, s.server());
      peer.certificate(first);
      SecureTransport t = authed(peer, s.client(), new Shown());
      FutureTask<Termination> end = reading(t);
      if (bare) {
        peer.hostKey(HostKeys.ED25519);
      } else {
        peer.certificate(second);
      }
      assertThrows(IOException.class, peer::rekey);
      Termination.LocalDisconnect how =
          assertInstanceOf(Termination.LocalDisconnect.class, Ends.await(end));
      assertSame(DisconnectReason.HOST_KEY_NOT_VERIFIABLE, how.reason());
    }
  }
}
