package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshfpRecordTest {
  /** Of RFC 7479 section 3.1: the blob is that of 32 octets of zero, hashed by sha256sum. */
  private static final String ZERO =
      "AAAAC3NzaC1lZDI1NTE5AAAAIAcS94MwH5AEkC6JstPLuUJpueJItXGRXMzT+HH5voZ5";

  private static PublicKey key(String type, String base64) throws Exception {
    return PublicKeyFile.line(type + " " + base64).orElseThrow().key();
  }

  @Test
  void linesAreThoseOfOpenSsh() throws Exception {
    PublicKey key = key("ssh-ed25519", ZERO);
    SshfpRecord sha1 = SshfpRecord.of(key, FingerprintHash.SHA1).orElseThrow();
    SshfpRecord sha256 = SshfpRecord.of(key, FingerprintHash.SHA256).orElseThrow();
    assertEquals("h IN SSHFP 4 1 91418285ce92795239b4c4f06ff68f62efeb092c", sha1.line("h"));
    assertEquals(
        "h IN SSHFP 4 2 ded6f02b39e205ca26baab98a648cf8a7bfecf6b77699dad0a69854e21666e55",
        sha256.line("h"));
    assertEquals(
        "h IN TYPE44 \\# 22 04 01 91418285ce92795239b4c4f06ff68f62efeb092c", sha1.genericLine("h"));
    assertEquals(List.of(sha1, sha256), SshfpRecord.all(key));
    assertFalse(sha1.concerns(sha256));
  }

  @Test
  void everyAlgorithmHasItsNumber() {
    assertEquals(1, number(KeyGenerator.rsa(2048)));
    assertEquals(3, number(KeyGenerator.ecdsa(521)));
    assertEquals(4, number(KeyGenerator.ed25519()));
  }

  private static int number(PrivateKey key) {
    return SshfpRecord.of(key.publicKey(), FingerprintHash.SHA256).orElseThrow().algorithm();
  }

  @Test
  void securityKeysHaveNone() throws Exception {
    PublicKey key =
        key(
            "sk-ssh-ed25519@openssh.com",
            "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAICFo/k5LU8863u66YC9eUO2170QduohPURkQnbLa"
                + "/dczAAAABHNzaDo=");
    assertEquals(Optional.empty(), SshfpRecord.of(key, FingerprintHash.SHA256));
    assertEquals(List.of(), SshfpRecord.all(key));
  }

  @Test
  void onlyTwoHashesHaveANumber() throws Exception {
    PublicKey key = key("ssh-ed25519", ZERO);
    assertThrows(IllegalArgumentException.class, () -> SshfpRecord.of(key, FingerprintHash.SHA512));
  }
}
