package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SshException;
import dev.aikagi.key.Certificate.Option;
import dev.aikagi.wire.WireReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in "cert" were made by OpenSSH 9.2's ssh-keygen -s with the keys beside them. */
class CertificateBuilderTest {
  @TempDir Path folder;

  static List<PublicKey> keys() {
    return CertificateTest.keys();
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = CertificateBuilderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static PrivateKey privateKey(String name) throws Exception {
    return PrivateKeyFile.read(resource(name), null).orThrow().key();
  }

  private static CertificateBuilder user() {
    return CertificateBuilder.user(Keys.ED25519.publicKey(), "id");
  }

  /** Signatures of Ed25519 and RSA are the same each time, so only the nonce has to be theirs. */
  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "p384", "p521", "rsa", "sk-ed25519", "sk-ecdsa"})
  void writesWhatOpenSshWrites(String name) throws Exception {
    String line = new String(resource("cert/" + name + "-cert.pub"), StandardCharsets.UTF_8);
    Certificate theirs = PublicKeyFile.certificate(line).orElseThrow();
    CertificateBuilder builder =
        theirs.kind() == Certificate.Kind.HOST
            ? CertificateBuilder.host(theirs.publicKey(), theirs.keyId())
            : CertificateBuilder.user(theirs.publicKey(), theirs.keyId());
    CertificateBuilder.PERMISSIONS.forEach(builder::withoutExtension);
    theirs.criticalOptions().reversed().forEach(builder::critical);
    theirs.extensions().reversed().forEach(builder::extension);
    builder.principals(theirs.principals()).serial(theirs.serial()).validity(theirs.validity());
    WireReader blob = new WireReader(theirs.blob());
    assertEquals(theirs.type().wireName(), blob.readName());
    byte[] nonce = blob.readString();
    boolean rsa = theirs.signatureKey().type() == KeyType.SSH_RSA;
    try (PrivateKey authority = privateKey(rsa ? "rsa" : "ed25519")) {
      Certificate ours = builder.sign(authority, theirs.signatureAlgorithm(), nonce);
      assertEquals(theirs, ours);
      assertTrue(line.startsWith(ours.line() + " "), line);
    }
  }

  @Test
  void aUserMayWhatSshKeygenAllows() throws Exception {
    Certificate theirs =
        PublicKeyFile.certificate(
                new String(resource("cert/ed25519-cert.pub"), StandardCharsets.UTF_8))
            .orElseThrow();
    Certificate ours = user().sign(Keys.ED25519);
    assertEquals(theirs.extensions(), ours.extensions());
    assertEquals(List.of(), ours.criticalOptions());
    assertEquals(List.of(), ours.principals());
    assertEquals(0, ours.serial());
    assertEquals(Validity.UNLIMITED, ours.validity());
    assertEquals(
        List.of(), CertificateBuilder.host(theirs.publicKey(), "").sign(Keys.P256).extensions());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsCertifiedByEveryAuthority(PublicKey key) throws Exception {
    for (PrivateKey authority : Keys.ALL.subList(0, 5)) {
      Certificate c = CertificateBuilder.user(key, "id").sign(authority);
      assertEquals(key, c.publicKey());
      assertEquals(authority.publicKey(), c.signatureKey());
      assertEquals(authority.algorithms().getFirst(), c.signatureAlgorithm());
    }
    assertEquals(SignatureAlgorithm.RSA_SHA2_512, Keys.RSA.algorithms().getFirst());
    Certificate other =
        CertificateBuilder.user(key, "id").sign(Keys.RSA, SignatureAlgorithm.RSA_SHA2_256);
    assertEquals(SignatureAlgorithm.RSA_SHA2_256, other.signatureAlgorithm());
  }

  @Test
  void anySignerIsAnAuthority() throws Exception {
    Certificate c = user().sign(new SignerElsewhere(Keys.P256, 0));
    assertEquals(Keys.P256.publicKey(), c.signatureKey());
    assertThrows(SshException.class, () -> user().sign(new SignerElsewhere(Keys.P256, 1)));
  }

  @Test
  @Tag("C6")
  void insecureAlgorithmsMustBeNamed() throws Exception {
    assertThrows(SshException.class, () -> user().sign(Keys.DSA));
    Certificate c = user().sign(Keys.DSA, SignatureAlgorithm.SSH_DSS);
    assertEquals(SignatureAlgorithm.SSH_DSS, c.signatureAlgorithm());
    assertThrows(SshException.class, () -> user().sign(Keys.P256, SignatureAlgorithm.SSH_ED25519));
  }

  /** An authority that signs what others chose in every bit can be made to sign something else. */
  @Test
  @Tag("C6")
  void twoCertificatesOfTheSameHaveDifferentNonces() throws Exception {
    CertificateBuilder builder = user();
    Bytes first = nonce(builder.sign(Keys.ED25519));
    assertEquals(32, first.length());
    assertNotEquals(first, nonce(builder.sign(Keys.ED25519)));
  }

  private static Bytes nonce(Certificate c) throws MalformedException {
    WireReader in = new WireReader(c.blob());
    in.skip(in.readStringLength());
    return in.readBytes();
  }

  @Test
  @Tag("C6")
  void whatNobodyWouldReadIsNotSigned() {
    CertificateBuilder builder = user();
    List<Runnable> faults =
        List.of(
            () -> CertificateBuilder.user(Keys.DSA.publicKey(), "id"),
            () -> CertificateBuilder.host(Keys.P256.publicKey(), "a\0b"),
            () -> builder.principals(Collections.nCopies(257, "a")),
            () -> builder.principals(List.of("a", "")),
            () -> builder.principals(List.of("a\0b")),
            () -> builder.validity(new Validity(5, 5)),
            () -> builder.validity(new Validity(-1, 5)),
            () -> Validity.between(Instant.ofEpochSecond(-1), Instant.EPOCH),
            () -> builder.critical(Option.flag("a\0b")),
            () -> builder.extension(Option.flag("permit-pty")),
            () -> builder.critical(Option.of("x", "1")).critical(Option.of("x", "2")));
    for (Runnable fault : faults) {
      assertThrows(IllegalArgumentException.class, fault::run);
    }
    CertificateBuilder large = CertificateBuilder.user(Keys.P256.publicKey(), "x".repeat(70_000));
    assertThrows(MalformedException.class, () -> large.sign(Keys.P256));
  }

  @Test
  void anOptionsTextIsTheWholeOfIt() {
    assertEquals("ls -l", Option.of("force-command", "ls -l").value().orElseThrow());
    assertEquals("", Option.of("x", "").value().orElseThrow());
    assertTrue(Option.flag("x").value().isEmpty());
    Bytes longer = Bytes.of(new byte[] {0, 0, 0, 0, 1});
    assertTrue(new Option("x", longer).value().isEmpty());
  }

  private static void issue(PublicKey key, Signer authority, Path file) throws Exception {
    // Javadoc: begin
    Instant now = Instant.now();
    Certificate certificate =
        CertificateBuilder.user(key, "alice's laptop")
            .principals(List.of("alice", "backup"))
            .serial(42)
            .validity(Validity.between(now, now.plus(8, ChronoUnit.HOURS)))
            .critical(Option.of("source-address", "192.0.2.0/24"))
            .withoutExtension("permit-X11-forwarding")
            .sign(authority);
    Files.writeString(file, certificate.line() + " alice\n");
    // Javadoc: end
  }

  @Test
  void theExampleOfTheJavadocWorks() throws Exception {
    Path file = folder.resolve("id-cert.pub");
    issue(Keys.P256.publicKey(), Keys.ED25519, file);
    Certificate c = PublicKeyFile.certificate(Files.readString(file)).orElseThrow();
    assertEquals("alice's laptop", c.keyId());
    assertEquals(List.of("alice", "backup"), c.principals());
    assertEquals(42, c.serial());
    assertEquals(List.of(Option.of("source-address", "192.0.2.0/24")), c.criticalOptions());
    assertEquals(4, c.extensions().size());
    assertTrue(c.validity().begun(Instant.now()));
    assertFalse(c.validity().over(Instant.now()));
    assertTrue(c.validity().over(Instant.now().plus(9, ChronoUnit.HOURS)));
    Javadoc.assertSameAs("CertificateBuilder", "CertificateBuilderTest");
  }
}
