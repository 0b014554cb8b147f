package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.SecurityKeys;
import dev.aikagi.key.Ed25519PublicKey;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.SkEd25519PublicKey;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PresenceNoticeTest {
  private static String text(Optional<String> detail, FingerprintHash hash) {
    Bytes point = ((Ed25519PublicKey) KeyGenerator.ed25519().publicKey()).point();
    SecurityKeyPrivateKey key =
        new SecurityKeyPrivateKey(
            new SkEd25519PublicKey(point, "ssh:"),
            SecurityKeyPrivateKey.USER_PRESENCE,
            SecretBytes.taking(new byte[1]),
            Bytes.EMPTY);
    String said =
        PresenceNotice.text(
            new SecurityKeys.Request(
                key, SignatureAlgorithm.SK_SSH_ED25519, Bytes.EMPTY, SecurityKeys.INTERNAL, detail),
            hash);
    return said.replace(Fingerprint.of(key.publicKey(), hash).toString(), "FINGERPRINT");
  }

  @Test
  void theWordsAreOpenSshs() {
    for (FingerprintHash hash : FingerprintHash.values()) {
      assertEquals(
          "Confirm user presence for key ED25519-SK FINGERPRINT", text(Optional.empty(), hash));
    }
  }

  /** A user name with an escape sequence would draw over the fingerprint, or forge a question. */
  @Test
  @Tag("E3")
  void whatForIsOneLineThatATerminalCanShow() {
    assertEquals(
        "Confirm user presence for key ED25519-SK FINGERPRINT\nuser \\033[2Ja\\012b",
        text(Optional.of("user \033[2Ja\nb"), FingerprintHash.SHA256));
  }
}
