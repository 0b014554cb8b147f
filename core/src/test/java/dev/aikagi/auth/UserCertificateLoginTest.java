package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C6")
class UserCertificateLoginTest {
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();

  private static Certificate certificate(PublicKey key) throws Exception {
    return of(key).by(AUTHORITY);
  }

  private static Certified of(PublicKey key) {
    return Certified.of(key).kind(1).principals("alice").extensions("permit-pty", "");
  }

  private static TestUser alice() {
    return new TestUser().authority(AUTHORITY);
  }

  private static UserauthMethod.PublicKey signed(
      PublicKeyAlgorithm algorithm, Bytes blob, PrivateKey signer) {
    UserauthMethod.PublicKey unsigned =
        new UserauthMethod.PublicKey(algorithm.wireName(), blob, null);
    byte[] data =
        SignedRequest.bytes(ScriptedTransport.SESSION, "alice", "ssh-connection", unsigned);
    return new UserauthMethod.PublicKey(
        unsigned.algorithm(), blob, TestKeys.sign(signer, algorithm.signature(), data));
  }

  private static UserauthMethod.PublicKey signed(Certificate certificate) {
    return signed(PublicKeyAlgorithm.SSH_ED25519_CERT, certificate.blob(), TestKeys.A);
  }

  private static boolean in(TestUser user, UserauthMethod method) {
    return ServerRun.of(user).says(method).run().in();
  }

  @Test
  void eachTypeLetsInByItsOwnAlgorithmAndNoOther() throws Exception {
    for (PrivateKey key : List.of(TestKeys.A, TestKeys.ECDSA, TestKeys.RSA)) {
      Certificate certificate = certificate(key.publicKey());
      for (PublicKeyAlgorithm made : PublicKeyAlgorithm.SUPPORTED) {
        if (!key.algorithms().contains(made.signature())) {
          continue;
        }
        for (PublicKeyAlgorithm allowed : PublicKeyAlgorithm.SUPPORTED) {
          boolean expected = made == allowed && made.keyType() == certificate.type();
          UserauthMethod method = signed(made, certificate.blob(), key);
          assertEquals(expected, in(alice().named(allowed), method), made + " for " + allowed);
        }
      }
    }
  }

  /** No key passes for a certificate, and no certificate for its key (CVE-2025-49825's kind). */
  @Test
  void aKeyUnderACertificatesNameIsNone() throws Exception {
    Certificate certificate = certificate(TestKeys.A.publicKey());
    TestUser both = alice().key(TestKeys.A);
    for (UserauthMethod method :
        List.of(
            signed(PublicKeyAlgorithm.SSH_ED25519, certificate.blob(), TestKeys.A),
            signed(
                PublicKeyAlgorithm.SSH_ED25519_CERT, TestKeys.A.publicKey().blob(), TestKeys.A))) {
      ServerRun run = ServerRun.of(both).says(method).run();
      assertFalse(run.in());
      assertInstanceOf(
          ServerAuthReason.KeyMalformed.class, run.log.getFirst().reasons().getFirst());
    }
  }

  @Test
  void theSignatureIsOfTheKeyInIt() throws Exception {
    Certificate certificate = certificate(TestKeys.A.publicKey());
    PublicKeyAlgorithm algorithm = PublicKeyAlgorithm.SSH_ED25519_CERT;
    assertFalse(in(alice(), signed(algorithm, certificate.blob(), TestKeys.B)));
    assertFalse(in(alice(), signed(algorithm, certificate.blob(), AUTHORITY)));
    assertTrue(in(alice(), signed(algorithm, certificate.blob(), TestKeys.A)));
  }

  /** A signature over the key's blob does not prove the certificate, nor the other way round. */
  @Test
  @Tag("A4")
  void whatWasSignedIsWhatIsShown() throws Exception {
    Certificate certificate = certificate(TestKeys.A.publicKey());
    UserauthMethod.PublicKey ofKey = TestKeys.signed(TestKeys.A, "alice");
    assertFalse(
        in(
            alice(),
            new UserauthMethod.PublicKey(
                "ssh-ed25519-cert-v01@openssh.com", certificate.blob(), ofKey.signature())));
    assertFalse(
        in(
            alice().key(TestKeys.A),
            new UserauthMethod.PublicKey(
                "ssh-ed25519", ofKey.keyBlob(), signed(certificate).signature())));
  }

  @Test
  void aPolicyThatKnowsNoAuthorityTakesNone() throws Exception {
    ServerRun run =
        ServerRun.of(new TestUser().key(TestKeys.A))
            .says(signed(certificate(TestKeys.A.publicKey())))
            .run();
    assertFalse(run.in());
    assertInstanceOf(
        ServerAuthReason.CertificateNotTaken.class, run.log.getFirst().reasons().getFirst());
  }

  @Test
  void oneOfAnotherAuthorityOrForSomebodyElseIsNone() throws Exception {
    PublicKey key = TestKeys.A.publicKey();
    assertFalse(in(alice(), signed(of(key).by(TestKeys.B))));
    assertFalse(in(alice(), signed(of(key).principals("bob").by(AUTHORITY))));
    assertFalse(in(alice(), signed(of(key).kind(2).by(AUTHORITY))));
  }

  @Test
  @Tag("A5")
  void itGrantsWhatItNamesAndNoMore() throws Exception {
    ServerRun run =
        ServerRun.of(alice())
            .says(
                signed(
                    of(TestKeys.A.publicKey())
                        .critical("force-command", "\0\0\0\004true")
                        .by(AUTHORITY)))
            .run();
    AuthorizedKeyOptions options = run.authenticated().options();
    assertEquals("true", options.command());
    assertTrue(options.pty());
    assertFalse(options.portForwarding());
    assertFalse(options.agentForwarding());
    assertFalse(options.x11Forwarding());
    assertFalse(options.userRc());
  }

  @Test
  void theStepTellsWhatWasShown() throws Exception {
    Certificate certificate = certificate(TestKeys.A.publicKey());
    ServerRun run = ServerRun.of(alice()).says(signed(certificate)).run();
    assertEquals("publickey " + certificate.line(), run.authenticated().steps().getFirst().line());
    assertTrue(
        run.log.getLast().logLine("192.0.2.1", 7).contains(" ID a host (serial 7) CA ED25519 "));
  }

  /** A key and its certificate are one key: two steps want two. */
  @Test
  @Tag("A5")
  void aKeyThatCompletedAStepCompletesNoOtherByItsCertificate() throws Exception {
    UserauthMethod bare = TestKeys.signed(TestKeys.A, "alice");
    UserauthMethod certified = signed(certificate(TestKeys.A.publicKey()));
    for (List<UserauthMethod> order : List.of(List.of(bare, certified), List.of(certified, bare))) {
      TestUser user = alice().key(TestKeys.A).methods("publickey,publickey");
      ServerRun run = ServerRun.of(user).says(order.get(0), order.get(1)).run();
      assertFalse(run.in());
      assertInstanceOf(
          ServerAuthReason.KeyAlreadyUsed.class, run.log.getLast().reasons().getFirst());
    }
  }

  /** What is not wanted is not parsed: verifying an authority's signature costs time. */
  @Test
  @Tag("C2")
  void theAlgorithmIsCheckedBeforeTheCertificateIsParsed() {
    Bytes junk = Bytes.of(new byte[400]);
    ServerRun run =
        ServerRun.of(alice().algorithms(List.of(SignatureAlgorithm.SSH_ED25519)))
            .says(new UserauthMethod.PublicKey("ssh-ed25519-cert-v01@openssh.com", junk, junk))
            .run();
    assertInstanceOf(
        ServerAuthReason.AlgorithmNotAccepted.class, run.log.getLast().reasons().getFirst());
  }
}
