package dev.aikagi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import dev.aikagi.auth.ClientMethod.Probe;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPkOk;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** User certificates on the client: what is shown, and what is signed. */
class ClientCertificateTest {
  private static final PrivateKey AUTHORITY = TestKeys.C;
  private static final String ALL = "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256";

  private static Certificate certificate(PrivateKey key) {
    return certificate(key, 1);
  }

  private static Certificate certificate(PrivateKey key, long kind) {
    try {
      return Certified.of(key.publicKey())
          .kind(kind)
          .keyId("alice's")
          .principals("alice", "bob")
          .valid(0, 1_000_000_000L)
          .by(AUTHORITY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static UserauthFailure failure() {
    return new UserauthFailure(List.of("publickey"), false);
  }

  private static ScriptedTransport server(Message... messages) {
    return new ScriptedTransport().peer(new ServiceAccept("ssh-userauth")).peer(messages);
  }

  private static UserauthPkOk ok(String algorithm, Certificate certificate) {
    return new UserauthPkOk(algorithm, certificate.blob());
  }

  private static ClientAuthOptions options(ClientMethod... methods) {
    return ClientAuthOptions.of("alice", "example.org", List.of(methods));
  }

  private static ClientMethod.PublicKey keys(Identity... identities) {
    return new ClientMethod.PublicKey(
        List.of(identities), PublicKeyAlgorithm.DEFAULT, Probe.ALWAYS, true);
  }

  private static UserauthMethod.PublicKey shown(ScriptedTransport t, int index) throws IOException {
    return assertInstanceOf(
        UserauthMethod.PublicKey.class, UserauthRequest.read(t.reader(index)).method());
  }

  private static AuthenticationException denied(ScriptedTransport t, ClientMethod... methods) {
    return assertThrows(
        AuthenticationException.class, () -> UserauthClient.authenticate(t, options(methods)));
  }

  private static <T extends ClientAuthStep> T step(List<ClientAuthStep> steps, Class<T> type) {
    return steps.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " not among " + steps));
  }

  /** The name is the certificate's, the blob is the certificate, the signature is the key's. */
  @Test
  void theCertificateIsShownAndTheKeySigns() throws Exception {
    for (PrivateKey key : List.of(TestKeys.A, TestKeys.ECDSA, TestKeys.RSA)) {
      for (Probe probe : List.of(Probe.ALWAYS, Probe.UNLESS_SINGLE)) {
        Certificate certificate = certificate(key);
        String name = certificate.type().wireName().replace("ssh-rsa", "rsa-sha2-512");
        ScriptedTransport t = server().extension("server-sig-algs", ALL);
        if (probe == Probe.ALWAYS) {
          t.peer(ok(name, certificate));
        }
        t.peer(new UserauthSuccess());
        ClientMethod method =
            new ClientMethod.PublicKey(
                List.of(Identity.of("id", key, certificate)),
                PublicKeyAlgorithm.DEFAULT,
                probe,
                true);
        Authenticated in = UserauthClient.authenticate(t, options(method));
        UserauthMethod.PublicKey signed = shown(t, probe == Probe.ALWAYS ? 2 : 1);
        assertEquals(name, signed.algorithm());
        assertEquals(certificate.blob(), signed.keyBlob());
        assertTrue(
            key.publicKey()
                .verify(
                    PublicKeyAlgorithm.named(name).orElseThrow().signature(),
                    SignedRequest.bytes(
                        ScriptedTransport.SESSION, "alice", "ssh-connection", signed),
                    Objects.requireNonNull(signed.signature())));
        if (probe == Probe.ALWAYS) {
          assertEquals(name, shown(t, 1).algorithm());
          assertEquals(certificate.blob(), shown(t, 1).keyBlob());
          ClientAuthStep.KeyAccepted accepted = step(in.steps(), ClientAuthStep.KeyAccepted.class);
          assertEquals(Optional.of(certificate), accepted.certificate());
          assertEquals(key.publicKey(), accepted.key());
          assertTrue(accepted.summary().contains("-CERT SHA256:"), accepted.summary());
        }
      }
    }
  }

  @Test
  void hostboundSignaturesNameTheCertificateToo() throws Exception {
    Certificate certificate = certificate(TestKeys.A);
    ScriptedTransport t =
        server(
                failure(),
                ok("ssh-ed25519-cert-v01@openssh.com", certificate),
                new UserauthSuccess())
            .extension("publickey-hostbound@openssh.com", "0");
    UserauthClient.authenticate(t, options(keys(Identity.of("id", TestKeys.A, certificate))));
    UserauthMethod.PublicKeyHostbound bound =
        assertInstanceOf(
            UserauthMethod.PublicKeyHostbound.class, UserauthRequest.read(t.reader(3)).method());
    assertEquals("ssh-ed25519-cert-v01@openssh.com", bound.algorithm());
    assertEquals(certificate.blob(), bound.keyBlob());
    assertEquals(ScriptedTransport.HOST_KEY, bound.serverHostKey());
  }

  /** A server that has a key accepted for its certificate, or the reverse, is not answered. */
  @Test
  @Tag("A4")
  void anAnswerForTheKeyIsNoneForItsCertificate() throws Exception {
    Certificate certificate = certificate(TestKeys.A);
    String name = certificate.type().wireName();
    List<UserauthPkOk> wrong =
        List.of(
            new UserauthPkOk("ssh-ed25519", TestKeys.A.publicKey().blob()),
            new UserauthPkOk("ssh-ed25519", certificate.blob()),
            new UserauthPkOk(name, TestKeys.A.publicKey().blob()),
            ok(name, certificate(TestKeys.B)),
            ok("rsa-sha2-512-cert-v01@openssh.com", certificate));
    for (UserauthPkOk answer : wrong) {
      ScriptedTransport t = server(failure(), answer);
      assertThrows(
          DisconnectException.class,
          () ->
              UserauthClient.authenticate(
                  t, options(keys(Identity.of("id", TestKeys.A, certificate)))));
      assertEquals(List.of(5, 50, 50), t.numbers());
    }
    ScriptedTransport t = server(failure(), ok(name, certificate));
    assertThrows(
        DisconnectException.class,
        () -> UserauthClient.authenticate(t, options(keys(Identity.of("id", TestKeys.A)))));
  }

  /** What OpenSSH's sshd does with an expired one. */
  @Test
  void afterARefusedCertificateComesThePlainKey() throws Exception {
    Certificate certificate = certificate(TestKeys.A);
    ScriptedTransport t =
        server(
            failure(),
            failure(),
            new UserauthPkOk("ssh-ed25519", TestKeys.A.publicKey().blob()),
            new UserauthSuccess());
    Authenticated in =
        UserauthClient.authenticate(
            t,
            options(
                keys(Identity.of("id", TestKeys.A, certificate), Identity.of("id", TestKeys.A))));
    assertEquals(TestKeys.A.publicKey().blob(), shown(t, 4).keyBlob());
    ClientAuthStep.KeyRefused refused = step(in.steps(), ClientAuthStep.KeyRefused.class);
    assertEquals(Optional.of(certificate), refused.certificate());
    for (String said : List.of("certificate id", "alice's", "alice,bob", "2001-09-09")) {
      assertTrue(refused.summary().contains(said), refused.summary());
    }
    assertTrue(refused.remedy().orElseThrow().contains("TrustedUserCAKeys"));
  }

  @Test
  @Tag("C6")
  void aHostCertificateIsNotShown() throws Exception {
    ScriptedTransport t = server(failure());
    Certificate host = certificate(TestKeys.A, 2);
    AuthenticationException e = denied(t, keys(Identity.of("id", TestKeys.A, host)));
    assertEquals(List.of(5, 50), t.numbers());
    assertEquals(
        new OwnCertificateReason.NotForUsers("id", host),
        step(e.reasons(), ClientAuthStep.IdentityNotOpened.class).reason());
  }

  @Test
  void theCertificateOfAnotherKeyIsNotSignedFor() throws Exception {
    Certificate other = certificate(TestKeys.B);
    ScriptedTransport t = server(failure(), ok("ssh-ed25519-cert-v01@openssh.com", other));
    AuthenticationException e = denied(t, keys(Identity.of("id", TestKeys.A, other)));
    assertEquals(List.of(5, 50, 50), t.numbers());
    ClientAuthStep.IdentityNotOpened step =
        step(e.reasons(), ClientAuthStep.IdentityNotOpened.class);
    assertEquals(new OwnCertificateReason.OfAnotherKey("id", other), step.reason());
    assertEquals(Optional.of(other), step.certificate());
  }

  /** PubkeyAcceptedAlgorithms has names of its own for certificates. */
  @Test
  void theNameOfTheCertificateDecides() throws Exception {
    Certificate certificate = certificate(TestKeys.A);
    ClientMethod plainOnly =
        new ClientMethod.PublicKey(
            List.of(Identity.of("id", TestKeys.A, certificate)),
            List.of(PublicKeyAlgorithm.SSH_ED25519),
            Probe.ALWAYS,
            true);
    ScriptedTransport t = server(failure());
    ClientAuthStep.NoMutualAlgorithm step =
        step(denied(t, plainOnly).reasons(), ClientAuthStep.NoMutualAlgorithm.class);
    assertEquals(KeyType.SSH_ED25519_CERT, step.type());
    assertEquals(List.of(5, 50), t.numbers());
  }

  @Test
  @Tag("C2")
  void theKeyInTheCertificateMayBeTooShort() throws Exception {
    PrivateKey small = KeyGenerator.rsa(1024);
    Certificate certificate = certificate(small);
    ScriptedTransport t = server(failure()).extension("server-sig-algs", ALL);
    AuthenticationException e = denied(t, keys(Identity.of("id", small, certificate)));
    assertEquals(List.of(5, 50), t.numbers());
    assertEquals(
        Optional.of(certificate), step(e.reasons(), ClientAuthStep.KeyUnfit.class).certificate());
  }

  /** server-sig-algs names signatures, and those of certificates are those of their keys. */
  @Test
  void rsaCertificatesFollowServerSigAlgs() {
    List<PublicKeyAlgorithm> ours = PublicKeyAlgorithm.DEFAULT;
    KeyType type = KeyType.SSH_RSA_CERT;
    assertEquals(
        Optional.of(PublicKeyAlgorithm.RSA_SHA2_512_CERT),
        ClientPublicKey.choose(type, ours, List.of("rsa-sha2-256", "rsa-sha2-512")));
    assertEquals(
        Optional.of(PublicKeyAlgorithm.RSA_SHA2_256_CERT),
        ClientPublicKey.choose(type, ours, List.of("ssh-rsa", "rsa-sha2-256")));
    assertEquals(
        Optional.empty(),
        ClientPublicKey.choose(type, ours, List.of("rsa-sha2-256-cert-v01@openssh.com")));
    assertEquals(
        Optional.empty(),
        ClientPublicKey.choose(
            type, List.of(PublicKeyAlgorithm.RSA_SHA2_512), List.of("rsa-sha2-512")));
    assertEquals(Optional.empty(), ClientPublicKey.choose(type, ours, null));
    assertEquals(
        Optional.of(PublicKeyAlgorithm.SSH_RSA_CERT),
        ClientPublicKey.choose(type, PublicKeyAlgorithm.SUPPORTED, null));
  }

  /** OpenSSH 7.2 to 7.7 would take RSA's new signatures, but not under a certificate's new name. */
  @Test
  void oldServersKnowCertificatesOfRsaByTheirFirstName() throws Exception {
    Certificate certificate = certificate(TestKeys.RSA);
    ClientMethod everything =
        new ClientMethod.PublicKey(
            List.of(Identity.of("id", TestKeys.RSA, certificate)),
            PublicKeyAlgorithm.SUPPORTED,
            Probe.NEVER,
            true);
    for (String version : List.of("OpenSSH_7.4p1", "OpenSSH_7.7", "OpenSSH_7.2p2 Ubuntu")) {
      ScriptedTransport t =
          server(new UserauthSuccess())
              .version("SSH-2.0-" + version)
              .extension("server-sig-algs", "rsa-sha2-256,rsa-sha2-512");
      UserauthClient.authenticate(t, options(everything));
      assertEquals("ssh-rsa-cert-v01@openssh.com", shown(t, 1).algorithm());
      ScriptedTransport strict =
          server(failure())
              .version("SSH-2.0-" + version)
              .extension("server-sig-algs", "rsa-sha2-256,rsa-sha2-512");
      AuthenticationException e =
          denied(strict, keys(Identity.of("id", TestKeys.RSA, certificate)));
      assertEquals(List.of(), step(e.reasons(), ClientAuthStep.NoMutualAlgorithm.class).servers());
    }
    for (String version : List.of("OpenSSH_7.8", "OpenSSH_8.0", "OpenSSH_7.10", "dropbear_7.2")) {
      ScriptedTransport t =
          server(new UserauthSuccess())
              .version("SSH-2.0-" + version)
              .extension("server-sig-algs", "rsa-sha2-256,rsa-sha2-512");
      UserauthClient.authenticate(t, options(everything));
      assertEquals("rsa-sha2-512-cert-v01@openssh.com", shown(t, 1).algorithm());
    }
  }
}
