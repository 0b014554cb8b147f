package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Files with a key a line. */
class RevokedKeysTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final PrivateKey AUTHORITY = KeyGenerator.ed25519();

  private static byte[] file(PrivateKey... keys) {
    StringBuilder text = new StringBuilder("# revoked\n\n");
    for (PrivateKey key : keys) {
      text.append(key.publicKey().line()).append(" comment\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Certificate certificate(PrivateKey authority) throws Exception {
    return CertificateBuilder.user(KEY.publicKey(), "id").sign(authority);
  }

  @Test
  void aKeyAndItsAuthorityCount() throws Exception {
    assertTrue(RevokedKeys.lists(file(KEY), certificate(AUTHORITY)));
    assertTrue(RevokedKeys.lists(file(AUTHORITY), certificate(AUTHORITY)));
    assertFalse(RevokedKeys.lists(file(KeyGenerator.ed25519()), certificate(AUTHORITY)));
  }

  /** Anybody can make one, and show it to a server or to a client. */
  @Test
  void aKeyMayHaveSignedItself() throws Exception {
    assertTrue(RevokedKeys.lists(file(KEY), certificate(KEY)));
    assertFalse(RevokedKeys.lists(file(AUTHORITY), certificate(KEY)));
  }
}
