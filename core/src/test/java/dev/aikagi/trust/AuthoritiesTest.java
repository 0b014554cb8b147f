package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of TrustedUserCAKeys: each outcome is that of OpenSSH's sshd. */
class AuthoritiesTest {
  private static final PrivateKey A = KeyGenerator.ed25519();
  private static final PrivateKey B = KeyGenerator.ecdsa(256);

  /** Of 768 bits, from {@code openssl genrsa}: no ssh-keygen makes any. */
  private static final String SHORT =
      "ssh-rsa "
          + "AAAAB3NzaC1yc2EAAAADAQABAAAAYQCsMDVdYM1SOG+YQCH04KCp7Ont6VXrWhFKR4lLm30vY48"
          + "xxmFQp1d0fqITqKj9mx7m7as0TCzWKe6etWYdoqWg0POQSbjvXeie2dDybCi3Y/XsbqiEp7diC01FNklQK1c=";

  private static Authorities parse(String... lines) {
    return Authorities.parse((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keysAreFoundByTheirLines() {
    Authorities list = parse("# ours", "", " " + A.publicKey().line() + " a", B.publicKey().line());
    assertEquals(Optional.of(3), list.line(A.publicKey()));
    assertEquals(Optional.of(4), list.line(B.publicKey()));
    assertTrue(list.fault().isEmpty());
  }

  /** The rest of a line that was cut may have been anything. */
  @Test
  void aCutKeyEndsTheList() {
    String line = B.publicKey().line();
    Authorities list = parse(line, line.substring(0, line.length() - 40), A.publicKey().line());
    assertEquals(1, list.size());
    assertEquals(2, list.fault().orElseThrow().line());
    assertTrue(list.line(A.publicKey()).isEmpty());
  }

  @Test
  void aCertificateIsNoAuthorityAndNoFault() throws Exception {
    String certificate = CertificateBuilder.user(B.publicKey(), "id").sign(A).line();
    Authorities list = parse(certificate, A.publicKey().line());
    assertTrue(list.fault().isEmpty());
    assertTrue(list.line(B.publicKey()).isEmpty());
    assertEquals(Optional.of(2), list.line(A.publicKey()));
  }

  @Test
  void anRsaKeyThatIsTooShortIsPassedOver() {
    Authorities list = parse(SHORT, A.publicKey().line());
    assertFalse(list.fault().isPresent());
    assertEquals(Optional.of(2), list.line(A.publicKey()));
  }
}
