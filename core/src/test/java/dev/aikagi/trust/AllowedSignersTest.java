package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSignersTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();
  private static final String LINE = KEY.publicKey().line();
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static ByteArrayInputStream message() {
    return new ByteArrayInputStream(new byte[] {1});
  }

  private static FileSignature signed() throws Exception {
    return FileSignature.sign(KEY, "git", FileSignature.Hash.SHA512, message());
  }

  private static FileSignature certified(String... principals) throws Exception {
    Certificate certificate =
        Certified.of(KEY.publicKey()).kind(1).principals(principals).by(AUTHORITY);
    return FileSignature.sign(KEY, certificate, "git", FileSignature.Hash.SHA512, message());
  }

  private static AllowedSigners signers(String text) {
    return AllowedSigners.parse("f", text.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
  }

  private static boolean allows(String text, FileSignature signature, String identity) {
    return signers(text).decide(signature, identity, NOW)
        instanceof AllowedSigners.Decision.Allowed;
  }

  private static AllowedSignerReason reason(String text, FileSignature signature) {
    AllowedSigners.Decision.NotAllowed no =
        assertInstanceOf(
            AllowedSigners.Decision.NotAllowed.class,
            signers(text).decide(signature, "alice@x", NOW));
    return no.reasons().getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@x ",
        "*@x ",
        "bob@x,alice@x ",
        "\"alice@x\" ",
        "\"a b,alice@x\"\t",
        "alice@x namespaces=\"git\" ",
        "alice@x NAMESPACES=\"file,g*\" ",
        "alice@x valid-after=\"20260101\",valid-before=\"20270101Z\" ",
      })
  void aLineWithTheKeyAllows(String before) throws Exception {
    assertTrue(allows("# signers\n\n " + before + LINE + " comment\n", signed(), "alice@x"));
  }

  @Test
  void everyOtherLineSaysWhyNot() throws Exception {
    FileSignature s = signed();
    String other = KeyGenerator.ed25519().publicKey().line();
    assertInstanceOf(AllowedSignerReason.OtherKey.class, reason("alice@x " + other, s));
    assertInstanceOf(AllowedSignerReason.OtherPrincipals.class, reason("bob@x " + LINE, s));
    assertInstanceOf(AllowedSignerReason.OtherPrincipals.class, reason("!alice@x,*@x " + LINE, s));
    assertInstanceOf(
        AllowedSignerReason.OtherNamespace.class, reason("alice@x namespaces=\"file\" " + LINE, s));
    assertInstanceOf(
        AllowedSignerReason.NotYetValid.class,
        reason("alice@x valid-after=\"20260701\" " + LINE, s));
    assertInstanceOf(
        AllowedSignerReason.Expired.class, reason("alice@x valid-before=\"20260501\" " + LINE, s));
    // A key that signs certificates signs no file itself.
    assertInstanceOf(
        AllowedSignerReason.OtherKey.class, reason("alice@x cert-authority " + LINE, s));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@x",
        "alice@x namespaces=\"git\"",
        "alice@x no-such-option KEY",
        "alice@x namespaces=git KEY",
        "alice@x namespaces=\"git KEY",
        "alice@x namespaces=\"a\",namespaces=\"git\" KEY",
        "alice@x valid-after=\"tomorrow\" KEY",
        "alice@x valid-after=\"20260101\",valid-before=\"20250101\" KEY",
        "alice@x ssh-ed25519 AAAA",
        "\"alice@x KEY",
      })
  void aLineThatIsNotUnderstoodAllowsNobody(String line) throws Exception {
    assertInstanceOf(
        AllowedSignerReason.BadLine.class, reason(line.replace("KEY", LINE), signed()));
    assertTrue(allows(line.replace("KEY", LINE) + "\nalice@x " + LINE, signed(), "alice@x"));
  }

  @Test
  void anAuthorityAllowsThroughItsCertificates() throws Exception {
    String line = "*@x cert-authority " + AUTHORITY.publicKey().line();
    assertTrue(allows(line, certified("alice@x", "bob@y"), "alice@x"));
    assertInstanceOf(AllowedSignerReason.OtherKey.class, reason(line, signed()));
    assertInstanceOf(
        AllowedSignerReason.CertificateRefused.class, reason(line, certified("bob@x")));
    assertInstanceOf(AllowedSignerReason.CertificateRefused.class, reason(line, certified()));
    // The key alone, where its certificate was shown, is no word of its authority.
    assertInstanceOf(
        AllowedSignerReason.OtherKey.class, reason("alice@x " + LINE, certified("alice@x")));
  }

  @Test
  void principalsAreFound() throws Exception {
    String text =
        "a,b namespaces=\"file\" " + LINE + "\n*@x cert-authority " + AUTHORITY.publicKey().line();
    AllowedSigners.Decision.Allowed ofKey =
        assertInstanceOf(
            AllowedSigners.Decision.Allowed.class, signers(text).principals(signed(), NOW));
    assertEquals(List.of("a", "b"), ofKey.principals());
    AllowedSigners.Decision.Allowed ofAuthority =
        assertInstanceOf(
            AllowedSigners.Decision.Allowed.class,
            signers(text).principals(certified("alice@x", "bob@y"), NOW));
    assertEquals(List.of("alice@x"), ofAuthority.principals());
    assertEquals(List.of("a,b"), signers(text).matching("a"));
    assertEquals(List.of(), signers(text).matching("c"));
  }
}
