package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateTest {
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();

  /** One key of each type that certificates are made of. */
  static List<PublicKey> keys() {
    Bytes point = ((Ed25519PublicKey) Keys.ED25519.publicKey()).point();
    Bytes nist = ((EcdsaPublicKey) Keys.P256.publicKey()).point();
    return List.of(
        Keys.ED25519.publicKey(),
        Keys.P256.publicKey(),
        Keys.P384.publicKey(),
        Keys.P521.publicKey(),
        Keys.RSA.publicKey(),
        new SkEd25519PublicKey(point, "ssh:"),
        new SkEcdsaPublicKey(nist, "ssh:x"));
  }

  private static String refusal(Bytes blob) {
    return Objects.requireNonNull(
        assertThrows(MalformedException.class, () -> Certificate.parse(blob)).getMessage());
  }

  private static Certified certified() {
    return Certified.of(Keys.ED25519.publicKey());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyFieldIsRead(PublicKey key) throws Exception {
    Certified made =
        Certified.of(key)
            .serial(-2)
            .kind(1)
            .keyId("é \u001b")
            .principals("a", "b,c")
            .valid(5, 9)
            .critical("force-command", "x", "y@z", "")
            .extensions("permit-pty", "");
    Bytes blob = made.blob(AUTHORITY);
    Certificate c = Certificate.parse(blob);
    assertEquals(key, c.publicKey());
    assertEquals(Certified.certificateType(key.type()), c.type());
    assertEquals(key.type(), c.type().plain());
    assertEquals("18446744073709551614", Long.toUnsignedString(c.serial()));
    assertEquals(Certificate.Kind.USER, c.kind());
    assertEquals("é \u001b", c.keyId());
    assertEquals(List.of("a", "b,c"), c.principals());
    assertEquals(new Validity(5, 9), c.validity());
    assertEquals(
        List.of(
            new Certificate.Option("force-command", Bytes.utf8("x")),
            new Certificate.Option("y@z", Bytes.EMPTY)),
        c.criticalOptions());
    assertEquals("permit-pty", c.extensions().getFirst().name());
    assertEquals(AUTHORITY.publicKey(), c.signatureKey());
    assertEquals(SignatureAlgorithm.SSH_ED25519, c.signatureAlgorithm());
    assertEquals(blob, c.blob());
    assertEquals(c, Certificate.parse(blob));
    assertEquals(c, PublicKeyFile.certificate(c.line() + " comment").orElseThrow());
  }

  @Test
  @Tag("C6")
  void everyTruncationAndEveryTrailingByteIsRefused() throws Exception {
    for (PublicKey key : keys()) {
      byte[] whole = Certified.of(key).critical("a", "b").blob(AUTHORITY).toArray();
      for (int n = 0; n < whole.length; n++) {
        assertFalse(refusal(Bytes.of(whole, 0, n)).isEmpty(), key.type() + " " + n);
      }
      assertTrue(refusal(Bytes.of(Arrays.copyOf(whole, whole.length + 1))).contains("after"));
    }
  }

  /** Behind the fields of the signed part too, where a signature covers them. */
  @Test
  @Tag("C6")
  void noFieldMayHoldMoreThanItSays() throws Exception {
    Certified odd = certified().fields(Bytes.of(new byte[] {0, 0, 0, 1, 9}));
    assertFalse(refusal(odd.blob(AUTHORITY)).isEmpty());
    Bytes key = Keys.ED25519.publicKey().blob();
    Bytes longer = Bytes.of(Arrays.copyOf(key.toArray(), key.length() + 1));
    assertFalse(refusal(certified().authorityBlob(longer).blob(AUTHORITY)).isEmpty());
    assertFalse(refusal(certified().critical("name without a value").blob(AUTHORITY)).isEmpty());
  }

  @Test
  @Tag("C6")
  void everyFlippedBitIsRefused() throws Exception {
    byte[] good = certified().principals("h", "i").critical("a", "b").blob(AUTHORITY).toArray();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(refusal(Bytes.of(flipped)).isEmpty(), "bit " + bit);
    }
  }

  /** No chains: whoever holds a certificate would be an authority. */
  @Test
  @Tag("C6")
  void aCertificateIsNoAuthority() throws Exception {
    Bytes middle = Certified.of(Keys.ED25519.publicKey()).blob(AUTHORITY);
    String why = refusal(certified().authorityBlob(middle).blob(Keys.ED25519));
    assertTrue(why.contains("authority is a certificate"), why);
  }

  @Test
  @Tag("C6")
  void anotherKeysSignatureIsRefused() throws Exception {
    Bytes blob = certified().authorityBlob(Keys.P256.publicKey().blob()).blob(AUTHORITY);
    assertTrue(refusal(blob).contains("unfit algorithm"));
    Bytes other = KeyGenerator.ed25519().publicKey().blob();
    assertTrue(refusal(certified().authorityBlob(other).blob(AUTHORITY)).contains("verify"));
    WireWriter unsigned = certified().body(AUTHORITY.publicKey());
    assertFalse(refusal(unsigned.writeString(Bytes.EMPTY).toBytes()).isEmpty());
  }

  /** All of them verify; which of them count is policy, and the value tells. */
  @Test
  void authoritiesOfEveryTypeSign() throws Exception {
    for (PrivateKey authority : Keys.ALL) {
      for (SignatureAlgorithm algorithm : authority.algorithms()) {
        Certificate c = certified().algorithm(algorithm).by(authority);
        assertEquals(algorithm, c.signatureAlgorithm());
        assertEquals(authority.publicKey(), c.signatureKey());
      }
    }
  }

  @Test
  @Tag("C6")
  void unknownKindsAreRefused() throws Exception {
    for (long kind : new long[] {0, 3, 0x80000002L, 0xffffffffL}) {
      assertTrue(refusal(certified().kind(kind).blob(AUTHORITY)).contains("unknown kind"));
    }
  }

  @Test
  @Tag("C6")
  void namesAreBoundedAndWhole() throws Exception {
    String[] many = Collections.nCopies(256, "h").toArray(String[]::new);
    assertEquals(256, certified().principals(many).by(AUTHORITY).principals().size());
    String[] more = Collections.nCopies(257, "h").toArray(String[]::new);
    assertTrue(refusal(certified().principals(more).blob(AUTHORITY)).contains("256"));
    for (Certified bad :
        List.of(
            certified().principals("h\0.evil"),
            certified().keyId("i\0d"),
            certified().critical("a\0", ""))) {
      assertTrue(refusal(bad.blob(AUTHORITY)).contains("NUL"));
    }
    String big = "x".repeat(Certificate.MAX_LENGTH);
    assertTrue(refusal(certified().keyId(big).blob(AUTHORITY)).contains("a certificate of"));
  }

  @Test
  @Tag("C6")
  void anOptionComesOnce() throws Exception {
    Certified twice = certified().critical("a", "1", "a", "2");
    assertTrue(refusal(twice.blob(AUTHORITY)).contains("twice"));
    assertTrue(refusal(certified().extensions("a", "", "a", "").blob(AUTHORITY)).contains("twice"));
  }

  /** Nothing that takes the one takes the other. */
  @Test
  @Tag("C6")
  void keysAndCertificatesAreNotMixedUp() throws Exception {
    Bytes certificate = certified().blob(AUTHORITY);
    assertThrows(MalformedException.class, () -> PublicKey.parse(certificate));
    assertTrue(refusal(AUTHORITY.publicKey().blob()).contains("no type of a certificate"));
    assertTrue(refusal(Certified.of(Keys.DSA.publicKey()).blob(AUTHORITY)).contains("no type"));
    Certified wrong = certified().type("ecdsa-sha2-nistp256-cert-v01@openssh.com");
    assertFalse(refusal(wrong.blob(AUTHORITY)).isEmpty());
    assertTrue(PublicKeyFile.certificate(AUTHORITY.publicKey().line()).isEmpty());
    String line = Certificate.parse(certificate).line();
    assertThrows(MalformedException.class, () -> PublicKeyFile.line(line));
  }

  @Test
  @Tag("R14")
  void theEdgesOfTheTime() {
    Validity v = new Validity(100, 200);
    assertFalse(v.begun(Instant.ofEpochSecond(99, 999_999_999)));
    assertTrue(v.begun(Instant.ofEpochSecond(100)));
    assertFalse(v.over(Instant.ofEpochSecond(199, 999_999_999)));
    assertTrue(v.over(Instant.ofEpochSecond(200)));
    Validity always = new Validity(0, -1);
    assertTrue(always.begun(Instant.EPOCH));
    assertFalse(always.over(Instant.MAX));
    // Unsigned: not a moment before 1970.
    assertFalse(new Validity(Long.MIN_VALUE, -1).begun(Instant.ofEpochSecond(1_800_000_000)));
    assertFalse(new Validity(0, Long.MIN_VALUE).over(Instant.ofEpochSecond(1_800_000_000)));
    Instant early = Instant.ofEpochSecond(-1);
    assertFalse(always.begun(early));
    assertFalse(v.over(early));
    assertTrue(new Validity(0, 0).over(early));
  }

  @Test
  void theTimeAsOpenSshWritesIt() {
    assertEquals("forever", new Validity(0, -1).text(ZoneOffset.UTC));
    assertEquals("after 1970-01-01T00:01:40", new Validity(100, -1).text(ZoneOffset.UTC));
    assertEquals("before 1970-01-01T01:01:40", new Validity(0, 100).text(ZoneOffset.ofHours(1)));
    assertEquals(
        "from 1970-01-01T00:00:01 to 36812-02-20T00:36:16",
        new Validity(1, 1L << 40).text(ZoneOffset.UTC));
    for (ZoneOffset zone : new ZoneOffset[] {ZoneOffset.MIN, ZoneOffset.MAX}) {
      assertTrue(new Validity(0, -2).text(zone).startsWith("before 99999999"));
    }
  }

  /** A -cert.pub file, with what people write round it; anything else has its own reason. */
  @Test
  void aFileOfACertificate() throws Exception {
    Certificate c = certified().by(AUTHORITY);
    String line = c.line() + " me\r\n";
    for (String text : List.of(line, c.line(), "# mine\n\n  " + line, "junk\n" + line)) {
      assertEquals(c, PublicKeyFile.readCertificate(text.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals(
        new KeyFileRefusal.NoCertificate(AUTHORITY.type()),
        fileRefusal(AUTHORITY.publicKey().line() + "\n" + line));
    assertEquals(new KeyFileRefusal.NotAKeyFile(), fileRefusal("junk\n"));
    assertEquals(new KeyFileRefusal.NotAKeyFile(), fileRefusal(""));
    assertInstanceOf(
        KeyFileRefusal.Damaged.class, fileRefusal(line.substring(0, line.length() / 2)));
  }

  private static KeyFileRefusal fileRefusal(String text) {
    return assertThrows(
            KeyFileException.class,
            () -> PublicKeyFile.readCertificate(text.getBytes(StandardCharsets.UTF_8)))
        .reason();
  }
}
