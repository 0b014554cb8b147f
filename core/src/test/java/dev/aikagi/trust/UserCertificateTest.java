package dev.aikagi.trust;

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
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user's certificate is worth, and where its authority and its principals are listed. */
@Tag("C6")
class UserCertificateTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();
  private static final PrivateKey RSA = KeyGenerator.rsa(2048);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String HERE = "192.0.2.7";

  private static Certified certified() {
    return Certified.of(KEY).kind(1).principals("alice", "admins");
  }

  private static Certificate plain() {
    return by(certified());
  }

  private static Certificate by(Certified made) {
    try {
      return made.by(AUTHORITY);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static OfferedCertificate offered(Certificate certificate) {
    return offered(certificate, SignatureAlgorithm.DEFAULT, RsaPublicKey.DEFAULT_REQUIRED_BITS);
  }

  private static OfferedCertificate offered(
      Certificate certificate, List<SignatureAlgorithm> algorithms, int bits) {
    CertificatePolicy policy = new CertificatePolicy(algorithms, bits, InstantSource.fixed(NOW));
    return new OfferedCertificate(certificate, "alice", "client.example", HERE, policy);
  }

  /** The refusal where the authority is trusted for every account; none where it is "". */
  private static String refusal(Certificate certificate) {
    return offered(certificate)
        .refusalByName("CAs")
        .map(r -> r.getClass().getSimpleName())
        .orElse("");
  }

  private static String text(String text) {
    int n = text.length();
    return "" + (char) 0 + (char) 0 + (char) 0 + (char) n + text;
  }

  @Test
  void oneForThisAccountHolds() {
    assertEquals("", refusal(plain()));
    assertEquals("", refusal(by(certified().extensions("x@y", "z", "permit-pty", ""))));
  }

  @Test
  void oneForAHostIsNone() {
    assertEquals("NotForUsers", refusal(by(certified().kind(2))));
  }

  @Test
  void theFirstMomentCountsAndTheLastDoesNot() {
    long now = NOW.getEpochSecond();
    assertEquals("", refusal(by(certified().valid(now, now + 1))));
    assertEquals("NotYetValid", refusal(by(certified().valid(now + 1, -1))));
    assertEquals("Expired", refusal(by(certified().valid(0, now))));
    // Unsigned: far in the future, and not before 1970.
    assertEquals("", refusal(by(certified().valid(0, Long.MIN_VALUE))));
    assertEquals("NotYetValid", refusal(by(certified().valid(Long.MIN_VALUE, -1))));
  }

  /** An empty list names nobody; it once named everybody. */
  @Test
  void anEmptyListOfPrincipalsIsNobody() {
    assertEquals("NoPrincipals", refusal(by(certified().principals())));
    AuthorizedKeys keys = keys("cert-authority ");
    assertFalse(isIn(keys, by(certified().principals())));
    AuthorizedPrincipals all = principals("alice\n\n#\n");
    assertFalse(isIn(all, by(certified().principals())));
  }

  /** A principal is one name, letter for letter: no list, no pattern (CVE-2026-35414). */
  @ParameterizedTest
  @ValueSource(strings = {"a,alice", "alice,root", "*", "a*", "ALICE", "alice ", " alice", "!bob"})
  void nothingButTheNameIsTheName(String principal) {
    Certificate certificate = by(certified().principals(principal));
    assertEquals("UserNotListed", refusal(certificate));
    assertFalse(isIn(keys("cert-authority "), certificate));
    assertFalse(isIn(keys("cert-authority,principals=\"alice,root\" "), certificate));
    assertFalse(isIn(principals("alice\nroot\n"), certificate));
  }

  @Test
  void aCriticalOptionThatIsNotKnownRefuses() {
    assertEquals("UnknownOption", refusal(by(certified().critical("x@y", ""))));
    assertEquals("UnknownOption", refusal(by(certified().critical("permit-pty", ""))));
  }

  @Test
  void anOptionThatCannotBeReadRefuses() {
    for (Certified made :
        List.of(
            certified().critical("force-command", "true"),
            certified().critical("force-command", text("true") + "x"),
            certified().critical("source-address", text("10.0.0.1/8")),
            certified().critical("source-address", text("")),
            certified().critical("verify-required", "x"),
            certified().extensions("permit-pty", "x"),
            certified().extensions("no-touch-required", "x"))) {
      assertEquals("BadOption", refusal(by(made)));
    }
  }

  @Test
  void theClientMustComeFromThere() {
    for (String networks : List.of(HERE, "192.0.2.0/24", "2001:db8::/32,192.0.2.7/32")) {
      assertEquals("", refusal(by(certified().critical("source-address", text(networks)))));
    }
    for (String networks : List.of("192.0.2.8", "2001:db8::/32", "10.0.0.0/8")) {
      assertEquals(
          "NotFromSource", refusal(by(certified().critical("source-address", text(networks)))));
    }
  }

  @Test
  void theAuthorityMustSignByWhatIsAllowed() throws Exception {
    Certified made = certified().algorithm(SignatureAlgorithm.SSH_RSA);
    Certificate sha1 = made.by(RSA);
    assertEquals("AlgorithmNotAllowed", refusal(sha1));
    Certificate sha2 = certified().algorithm(SignatureAlgorithm.RSA_SHA2_512).by(RSA);
    assertEquals("", refusal(sha2));
    assertInstanceOf(
        UserCertificateRefusal.AuthorityTooWeak.class,
        offered(sha2, SignatureAlgorithm.DEFAULT, 3072).refusalByName("CAs").orElseThrow());
  }

  @Test
  void itGrantsWhatItNames() {
    AuthorizedKeyOptions none = offered(plain()).permissions(AuthorizedKeyOptions.NONE);
    assertFalse(none.pty() || none.portForwarding() || none.userRc());
    assertFalse(none.agentForwarding() || none.x11Forwarding());
    assertTrue(none.touchRequired());
    AuthorizedKeyOptions all =
        offered(
                by(
                    certified()
                        .critical("force-command", text("id"), "verify-required", "")
                        .extensions(
                            "no-touch-required", "",
                            "permit-X11-forwarding", "",
                            "permit-agent-forwarding", "",
                            "permit-port-forwarding", "",
                            "permit-pty", "",
                            "permit-user-rc", "")))
            .permissions(AuthorizedKeyOptions.NONE);
    assertTrue(all.pty() && all.portForwarding() && all.userRc());
    assertTrue(all.agentForwarding() && all.x11Forwarding());
    // The line demands the touch: only both together can do without, or the certificate alone.
    assertTrue(all.touchRequired());
    assertTrue(all.verifyRequired());
    assertEquals("id", all.command());
    Certificate untouched = by(certified().extensions("no-touch-required", ""));
    assertFalse(offered(untouched).permissionsByName().touchRequired());
    assertTrue(offered(plain()).permissionsByName().touchRequired());
  }

  /** authorized_keys with the authority's key behind these options. */
  private static AuthorizedKeys keys(String options) {
    String text = options + AUTHORITY.publicKey().line() + "\n";
    return AuthorizedKeys.parse("keys", text.getBytes(StandardCharsets.UTF_8));
  }

  private static AuthorizedKeys.Decision decision(AuthorizedKeys keys, Certificate certificate) {
    return keys.decide(offered(certificate), NOW);
  }

  private static boolean isIn(AuthorizedKeys keys, Certificate certificate) {
    return decision(keys, certificate) instanceof AuthorizedKeys.Decision.Authorized;
  }

  private static AuthorizedKeyReason reason(String options, Certificate certificate) {
    AuthorizedKeys.Decision.NotAuthorized no =
        assertInstanceOf(
            AuthorizedKeys.Decision.NotAuthorized.class, decision(keys(options), certificate));
    return no.reasons().getFirst();
  }

  @Test
  void aMarkedLineTrustsTheAuthority() {
    for (String options :
        List.of(
            "cert-authority ",
            "CERT-authority,pty ",
            "cert-authority,from=\"192.0.2.*\" ",
            "cert-authority,principals=\"x,admins\" ")) {
      assertTrue(isIn(keys(options), plain()), options);
    }
  }

  @Test
  void anotherLineDoesNot() {
    assertInstanceOf(AuthorizedKeyReason.AuthorityNotMarked.class, reason("", plain()));
    assertInstanceOf(AuthorizedKeyReason.AuthorityNotMarked.class, reason("no-pty ", plain()));
    String plainKey = KEY.line() + "\ncert-authority " + KEY.line() + "\n";
    AuthorizedKeys own = AuthorizedKeys.parse("keys", plainKey.getBytes(StandardCharsets.UTF_8));
    assertFalse(isIn(own, plain()));
  }

  /** The authority's own key is none to log in with. */
  @Test
  void theAuthoritysKeyLogsNobodyIn() {
    assertInstanceOf(
        AuthorizedKeys.Decision.NotAuthorized.class,
        keys("cert-authority ").decide(AUTHORITY.publicKey(), HERE, HERE, NOW));
  }

  @Test
  void theOptionsOfTheLineHold() {
    assertInstanceOf(
        AuthorizedKeyReason.NotFrom.class, reason("cert-authority,from=\"10.0.0.0/8\" ", plain()));
    assertInstanceOf(
        AuthorizedKeyReason.Expired.class,
        reason("cert-authority,expiry-time=\"20200101\" ", plain()));
    AuthorizedKeyReason.CertificateRefused refused =
        assertInstanceOf(
            AuthorizedKeyReason.CertificateRefused.class,
            reason("cert-authority,principals=\"root\" ", plain()));
    assertInstanceOf(UserCertificateRefusal.NotAuthorized.class, refused.why());
    AuthorizedKeys.Decision.Authorized in =
        assertInstanceOf(
            AuthorizedKeys.Decision.Authorized.class,
            decision(
                keys("cert-authority,no-pty,command=\"x\" "),
                by(certified().extensions("permit-pty", "", "permit-user-rc", ""))));
    assertFalse(in.options().pty());
    assertTrue(in.options().userRc());
    assertEquals("x", in.options().command());
  }

  @Test
  void twoForcedCommandsExcludeEachOther() {
    Certificate forced = by(certified().critical("force-command", text("a")));
    assertTrue(isIn(keys("cert-authority,command=\"a\" "), forced));
    assertFalse(isIn(keys("cert-authority,command=\"b\" "), forced));
    assertFalse(isIn(principals("command=\"b\" alice\n"), forced));
  }

  /** Where principals= stands, the account's own name counts no more than any other. */
  @Test
  void aListedPrincipalTakesTheNamesPlace() {
    Certificate bob = by(certified().principals("bob"));
    assertFalse(isIn(keys("cert-authority "), bob));
    assertTrue(isIn(keys("cert-authority,principals=\"bob\" "), bob));
    assertFalse(isIn(keys("cert-authority,principals=\"bob\" "), plain()));
  }

  private static AuthorizedPrincipals principals(String text) {
    return AuthorizedPrincipals.parse("principals", text.getBytes(StandardCharsets.UTF_8));
  }

  /** As a server decides by a list of principals, of an authority that it trusts. */
  private static boolean isIn(AuthorizedPrincipals list, Certificate certificate) {
    return list.decide(certificate, HERE, HERE, NOW)
            instanceof AuthorizedPrincipals.Decision.Authorized a
        && offered(certificate).refusalOfListed(a.options(), "principals").isEmpty();
  }

  @Test
  void aListOfPrincipals() {
    assertTrue(isIn(principals("x\n\t admins \t# the rest\n"), plain()));
    assertTrue(isIn(principals("no-pty,from=\"192.0.2.*\" admins"), plain()));
    assertTrue(isIn(principals("command=\"a b\" admins\n"), plain()));
    for (String text :
        List.of(
            "",
            "\n",
            "#admins",
            "x",
            "admins x",
            "no-such-option admins",
            "from=\"1.*\" admins",
            "cert-authority admins",
            "expiry-time=\"20200101\" admins",
            "principals=\"x\" admins")) {
      assertFalse(isIn(principals(text), plain()), text);
    }
    // The first line with one of the names decides.
    assertFalse(isIn(principals("from=\"1.*\" admins\nalice\n"), plain()));
  }

  @Test
  void authoritiesEndAtTheFirstLineThatIsNoKey() {
    String line = AUTHORITY.publicKey().line();
    assertEquals(3, authorities("#\n\n " + line + " comment\n").line(AUTHORITY.publicKey()).get());
    Authorities cut = authorities(KEY.line() + "\nx\n" + line + "\n");
    assertTrue(cut.line(AUTHORITY.publicKey()).isEmpty());
    assertEquals(1, cut.size());
    assertEquals(2, cut.fault().orElseThrow().line());
    // Options are none here, and a certificate is no authority.
    assertTrue(authorities("cert-authority " + line).line(AUTHORITY.publicKey()).isEmpty());
    Certificate ofAuthority = by(Certified.of(AUTHORITY.publicKey()).kind(1).principals("alice"));
    assertTrue(authorities(ofAuthority.line()).line(AUTHORITY.publicKey()).isEmpty());
  }

  private static Authorities authorities(String text) {
    return Authorities.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void reasonsNameTheCertificate() {
    UserCertificateRefusal refusal =
        offered(by(certified().principals("bob"))).refusalByName("CAs").orElseThrow();
    assertEquals(
        "Certificate invalid: name is not a listed principal: alice is none of bob"
            + " (certificate \"a host\", serial 7)",
        refusal.summary());
    assertEquals("user-certificate.user-not-listed", refusal.code());
    assertEquals(Bytes.EMPTY, new AuthorizedKeyReason.AuthorityOutOfPlace("f", 1).blob());
  }
}
