package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C6")
class CertificatePolicyTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();
  private static final String NOT_LISTED = "Certificate invalid: name is not a listed principal";

  private static CertificatePolicy at(long second, long nanos) {
    return new CertificatePolicy(
        SignatureAlgorithm.DEFAULT,
        RsaPublicKey.DEFAULT_REQUIRED_BITS,
        InstantSource.fixed(Instant.ofEpochSecond(second, nanos)));
  }

  private static String words(Certificate c, String host) {
    return words(at(1_800_000_000, 0), c, host);
  }

  /** OpenSSH's sentence, or nothing where the certificate holds. */
  private static String words(CertificatePolicy policy, Certificate c, String host) {
    Optional<CertificateRefusal> refusal = policy.hostRefusal(c, host);
    refusal.ifPresent(
        r -> {
          assertTrue(r.summary().startsWith(r.words() + ": "), r.summary());
          assertTrue(r.summary().contains("\"a host\", serial 7"), r.summary());
        });
    return refusal.map(CertificateRefusal::words).orElse("");
  }

  private static Certified certified() {
    return Certified.of(KEY);
  }

  @Test
  void oneForThisHostHolds() throws Exception {
    assertEquals("", words(certified().principals("a", "h").by(AUTHORITY), "h"));
    assertEquals("", words(certified().principals("h").by(AUTHORITY), "H"));
    assertEquals("", words(certified().extensions("x@y", "").by(AUTHORITY), "h"));
  }

  @Test
  void oneForAUserIsNone() throws Exception {
    assertEquals(
        "Certificate invalid: not a host certificate",
        words(certified().kind(1).by(AUTHORITY), "h"));
  }

  @Test
  void theEdgesOfItsTime() throws Exception {
    Certificate c = certified().valid(1000, 2000).by(AUTHORITY);
    String early = "Certificate invalid: not yet valid";
    String late = "Certificate invalid: expired";
    assertEquals(early, words(at(999, 999_999_999), c, "h"));
    assertEquals("", words(at(1000, 0), c, "h"));
    assertEquals("", words(at(1999, 999_999_999), c, "h"));
    assertEquals(late, words(at(2000, 0), c, "h"));
    assertEquals(early, words(at(-1, 0), certified().by(AUTHORITY), "h"));
    String summary = at(2000, 0).hostRefusal(c, "h").orElseThrow().summary();
    assertTrue(summary.contains("1970-01-01T00:33:20"), summary);
  }

  /** OpenSSH before 10.3 took it for every host. */
  @Test
  void withoutNamesItIsForNobody() throws Exception {
    assertEquals(
        "Certificate lacks principal list", words(certified().principals().by(AUTHORITY), "h"));
    assertEquals(NOT_LISTED, words(certified().principals("").by(AUTHORITY), "h"));
  }

  @Test
  void aNameMustBeListedWhole() throws Exception {
    for (String name : List.of("x", "h.example", "hh", "H", " h", "h,x", "!x", "x,h", "h\n")) {
      assertEquals(NOT_LISTED, words(certified().principals(name).by(AUTHORITY), "h"), name);
    }
    assertEquals(NOT_LISTED, words(certified().by(AUTHORITY), "h,"));
    // CVE-2026-35414: a comma in a name does not make two of it.
    assertEquals("", words(certified().principals("a,root").by(AUTHORITY), "a,root"));
    assertEquals(NOT_LISTED, words(certified().principals("a,root").by(AUTHORITY), "root"));
  }

  /** As in OpenSSH since 10.3. */
  @Test
  void aNameMayBeAPattern() throws Exception {
    Certificate c = certified().principals("*.example", "10.0.0.?").by(AUTHORITY);
    assertEquals("", words(c, "web.example"));
    assertEquals("", words(c, "10.0.0.7"));
    assertEquals(NOT_LISTED, words(c, "example"));
    assertEquals(NOT_LISTED, words(c, "10.0.0.77"));
  }

  @Test
  void anyCriticalOptionRefuses() throws Exception {
    Certificate c = certified().critical("force-command", "x", "new@example.org", "").by(AUTHORITY);
    assertEquals("Certificate contains unsupported critical options", words(c, "h"));
    String summary = CertificatePolicy.DEFAULT.hostRefusal(c, "h").orElseThrow().summary();
    assertTrue(summary.contains("force-command, new@example.org"), summary);
  }

  @Test
  void theAuthorityMustSignWithAnAlgorithmThatIsAllowed() throws Exception {
    PrivateKey rsa = KeyGenerator.rsa(2048);
    String no = "Certificate signed with disallowed algorithm";
    for (SignatureAlgorithm a : rsa.algorithms()) {
      Certificate c = certified().algorithm(a).by(rsa);
      assertEquals(a.insecure() ? no : "", words(c, "h"), a.wireName());
    }
    CertificatePolicy only =
        new CertificatePolicy(
            List.of(SignatureAlgorithm.RSA_SHA2_512), 2048, InstantSource.system());
    assertEquals(
        no, words(only, certified().algorithm(SignatureAlgorithm.RSA_SHA2_256).by(rsa), "h"));
    assertEquals(no, words(only, certified().by(AUTHORITY), "h"));
  }

  @Test
  void aShortAuthorityIsNone() throws Exception {
    Certificate c =
        certified().algorithm(SignatureAlgorithm.RSA_SHA2_512).by(KeyGenerator.rsa(1024));
    assertEquals("Certificate signed with a weak key", words(c, "h"));
  }
}
