package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.client.KnownHostsCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.CertificateDecision.Invalid;
import dev.aikagi.trust.CertificateDecision.OtherAuthority;
import dev.aikagi.trust.CertificateDecision.Revoked;
import dev.aikagi.trust.CertificateDecision.Trusted;
import dev.aikagi.trust.CertificateDecision.UnknownAuthority;
import dev.aikagi.trust.KnownHosts.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code @cert-authority} and {@code @revoked} lines about certificates. */
@Tag("D2")
class CertAuthorityTest {
  private static final PrivateKey CA = KeyGenerator.ed25519();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final PublicKey KEY = KeyGenerator.ecdsa(256).publicKey();
  private static final String LINE = " " + CA.publicKey().line();

  private static Certificate certificate;

  @BeforeAll
  static void sign() throws Exception {
    certificate = Certified.of(KEY).principals("h", "x.example").by(CA);
  }

  private static KnownHosts hosts(String... lines) {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return new KnownHosts(List.of(KnownHostsFile.parse("kh", text)));
  }

  private static CertificateDecision decide(Query query, String... lines) {
    return hosts(lines).decide(query, certificate, CertificatePolicy.DEFAULT);
  }

  private static void assertTrusted(String host, int port, String line) {
    assertInstanceOf(Trusted.class, decide(new Query(host, port), line), line);
  }

  private static void assertUnknown(String host, int port, String line) {
    assertInstanceOf(UnknownAuthority.class, decide(new Query(host, port), line), line);
  }

  @Test
  void everyFormOfNameCounts() {
    assertTrusted("h", 22, "@cert-authority h" + LINE);
    assertTrusted("H", 22, "@cert-authority h" + LINE);
    assertTrusted("h", 22, "@cert-authority *" + LINE + " comment");
    assertTrusted("h", 22, "@cert-authority a,h,b" + LINE);
    assertTrusted("x.example", 22, "@cert-authority *.example" + LINE);
    assertTrusted("h", 2222, "@cert-authority [h]:2222" + LINE);
    assertTrusted("h", 2222, "@cert-authority [*]:2222" + LINE);
    assertTrusted("h", 2222, "@cert-authority h" + LINE);
    String hashed = KnownHostsEdit.line("[h]:2222", null, CA.publicKey(), true).strip();
    assertTrusted("h", 2222, "@cert-authority " + hashed);
    assertUnknown("x.example", 22, "@cert-authority *.example,!x.example" + LINE);
    assertUnknown("h", 22, "@cert-authority [h]:2222" + LINE);
    assertUnknown("h", 2223, "@cert-authority [h]:2222" + LINE);
    assertUnknown("h", 22, "h" + LINE);
    assertUnknown("h", 22, "# @cert-authority h" + LINE);
  }

  @Test
  void theLineIsNamed() {
    Trusted trusted =
        assertInstanceOf(
            Trusted.class,
            decide(
                new Query("h", 2222),
                "#",
                "@cert-authority h " + OTHER.line(),
                "@cert-authority h" + LINE,
                "@cert-authority h" + LINE));
    assertEquals(3, trusted.authority().line());
    assertTrue(trusted.withoutPort());
    OtherAuthority other =
        assertInstanceOf(
            OtherAuthority.class,
            decide(new Query("h", 22), "@cert-authority h " + OTHER.line(), "h " + KEY.line()));
    assertEquals("kh:1", other.authority().place());
    assertInstanceOf(
        Trusted.class,
        decide(
            new Query("h", 2222),
            "@cert-authority [h]:2222 " + OTHER.line(),
            "@cert-authority h" + LINE),
        "the one without the port counts beside another one with it");
  }

  /** An alias is the name in the certificate too, and has no port. */
  @Test
  void theAliasIsTheName() {
    assertInstanceOf(
        Trusted.class, decide(new Query("h", 2222, null, true), "@cert-authority h" + LINE));
    assertInstanceOf(
        UnknownAuthority.class,
        decide(new Query("h", 2222, null, true), "@cert-authority [h]:2222" + LINE));
    assertInstanceOf(
        Invalid.class, decide(new Query("alias", 2222, null, true), "@cert-authority *" + LINE));
  }

  @Test
  void whatDoesNotHoldIsNotTrusted() throws Exception {
    KnownHosts hosts = hosts("@cert-authority *" + LINE);
    Certificate expired = Certified.of(KEY).valid(0, 1).by(CA);
    Invalid invalid =
        assertInstanceOf(
            Invalid.class, hosts.decide(new Query("h", 22), expired, CertificatePolicy.DEFAULT));
    assertInstanceOf(CertificateRefusal.Expired.class, invalid.refusal());
    assertInstanceOf(Invalid.class, decide(new Query("g", 22), "@cert-authority *" + LINE));
  }

  /** CVE-2026-42508: a revoked authority went on vouching. */
  @Test
  void whatIsRevokedIsRefused() {
    String authority = "@cert-authority *" + LINE;
    Query query = new Query("h", 22);
    for (String revoked :
        List.of(
            "@revoked *" + LINE,
            "@revoked h" + LINE,
            "@revoked * " + KEY.line(),
            "@revoked * " + certificate.line())) {
      assertInstanceOf(Revoked.class, decide(query, authority, revoked), revoked);
      assertInstanceOf(Revoked.class, decide(query, revoked, authority), revoked);
      assertInstanceOf(Revoked.class, decide(query, revoked), revoked);
      assertInstanceOf(
          Revoked.class,
          decide(new Query("h", 2222), "@cert-authority h" + LINE, revoked),
          revoked);
      boolean vouches = check(new Query("h", 22), authority, revoked, "h " + KEY.line());
      assertFalse(vouches, revoked);
    }
    assertInstanceOf(Trusted.class, decide(query, authority, "@revoked * " + OTHER.line()));
    assertInstanceOf(Trusted.class, decide(query, authority, "@revoked x" + LINE));
  }

  /** A line that revokes a certificate revokes the bare key in it. */
  @Test
  void aRevokedCertificateRevokesItsKey() {
    assertInstanceOf(
        HostKeyDecision.Revoked.class,
        hosts("h " + KEY.line(), "@revoked h " + certificate.line())
            .decide(new Query("h", 22), KEY));
  }

  /** What an authority signed is no authority, and no host key either. */
  @Test
  @Tag("C6")
  void aCertificateOnALineVouchesForNothing() throws Exception {
    Certificate middle = Certified.of(CA.publicKey()).by(KeyGenerator.ed25519());
    assertInstanceOf(
        OtherAuthority.class, decide(new Query("h", 22), "@cert-authority * " + middle.line()));
    assertInstanceOf(UnknownAuthority.class, decide(new Query("h", 22), "h " + certificate.line()));
  }

  private static boolean check(Query query, String... lines) {
    return new KnownHostsCheck(hosts(lines), query)
            .check(certificate, SignatureAlgorithm.ECDSA_SHA2_NISTP256)
        instanceof HostKeyVerdict.Accepted;
  }

  /** The library's check: as the tools do, where no authority vouches the key may be known. */
  @Test
  void theKeyInTheCertificateMayBeKnown() {
    Query query = new Query("h", 22);
    String key = "h " + KEY.line();
    assertTrue(check(query, "@cert-authority h" + LINE));
    assertTrue(check(query, key));
    assertTrue(check(query, "@cert-authority h " + OTHER.line(), key));
    assertTrue(check(new Query("g", 22), "@cert-authority *" + LINE, "g " + KEY.line()));
    assertFalse(check(new Query("g", 22), "@cert-authority *" + LINE));
    assertFalse(check(query, "@cert-authority h " + OTHER.line()));
    assertFalse(check(query, "h " + OTHER.line()));
    assertFalse(check(query));
  }
}
