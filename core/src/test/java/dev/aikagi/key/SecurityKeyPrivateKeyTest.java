package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecurityKeyPrivateKeyTest {
  private static final String APPLICATION = "ssh:test";
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  private static SecurityKeyPrivateKey held(SecurityKeyPublicKey key) {
    return new SecurityKeyPrivateKey(
        key,
        SecurityKeyPrivateKey.USER_PRESENCE | SecurityKeyPrivateKey.RESIDENT,
        SecretBytes.taking("handle".getBytes(StandardCharsets.US_ASCII)),
        Bytes.of("later".getBytes(StandardCharsets.US_ASCII)));
  }

  private static List<SecurityKeyPublicKey> keys() {
    return List.of(
        new SkEd25519PublicKey(((Ed25519PublicKey) Keys.ED25519.publicKey()).point(), APPLICATION),
        new SkEcdsaPublicKey(((EcdsaPublicKey) Keys.P256.publicKey()).point(), APPLICATION));
  }

  /** The authenticator of the tests: the keys of this machine. */
  private static SecurityKeySigner.Answer answer(
      SecurityKeyPrivateKey key, byte[] data, int flags) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      WireWriter signed = new WireWriter();
      signed.writeRaw(hash.digest(key.publicKey().application().getBytes(StandardCharsets.UTF_8)));
      signed.writeByte(flags).writeUint32(7).writeRaw(hash.digest(data));
      boolean ecdsa = key.publicKey() instanceof SkEcdsaPublicKey;
      java.security.Signature signer =
          java.security.Signature.getInstance(ecdsa ? "SHA256withECDSAinP1363Format" : "Ed25519");
      signer.initSign(JcaKeys.of(ecdsa ? Keys.P256 : Keys.ED25519));
      signer.update(signed.toArray());
      byte[] raw = signer.sign();
      return ecdsa
          ? new SecurityKeySigner.Answer(flags, 7, Bytes.of(raw, 0, 32), Bytes.of(raw, 32, 32))
          : new SecurityKeySigner.Answer(flags, 7, Bytes.of(raw), Bytes.EMPTY);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENSSH", "PEM", "PKCS8"})
  void aFileKeepsAllOfIt(PrivateKeyFormat format) throws Exception {
    for (SecurityKeyPublicKey key : keys()) {
      try (SecretBytes passphrase =
              SecretBytes.taking("secret".getBytes(StandardCharsets.US_ASCII));
          SecurityKeyPrivateKey held = held(key)) {
        byte[] file =
            PrivateKeyFile.write(
                held,
                "me",
                new PrivateKeyFile.WriteOptions(format, passphrase, KeyFileCipher.DEFAULT, 1));
        PrivateKeyFile.Loaded loaded = PrivateKeyFile.read(file, passphrase).orThrow();
        SecurityKeyPrivateKey read = assertInstanceOf(SecurityKeyPrivateKey.class, loaded.key());
        assertEquals(PrivateKeyFormat.OPENSSH, loaded.format());
        assertEquals(key, read.publicKey());
        assertEquals(held.flags(), read.flags());
        assertEquals(held.reserved(), read.reserved());
        assertArrayEquals(held.keyHandle().expose(), read.keyHandle().expose());
      }
    }
  }

  @Test
  void puttyHasNoFormOfIt() {
    for (SecurityKeyPublicKey key : keys()) {
      KeyFileException e =
          assertThrows(
              KeyFileException.class,
              () ->
                  PrivateKeyFile.write(
                      held(key),
                      "me",
                      new PrivateKeyFile.WriteOptions(
                          PrivateKeyFormat.PPK,
                          SecretBytes.taking(new byte[0]),
                          KeyFileCipher.DEFAULT,
                          1)));
      assertInstanceOf(KeyFileRefusal.NoSuchForm.class, e.reason());
    }
  }

  @Test
  void signsWithItsAuthenticator() throws SshException {
    for (SecurityKeyPublicKey key : keys()) {
      for (int flags : new int[] {0, 1, 5}) {
        SecurityKeySigner signer =
            new SecurityKeySigner(held(key), (k, data) -> answer(k, data, flags));
        SignatureAlgorithm algorithm = signer.algorithms().getFirst();
        Bytes signature = signer.signChecked(algorithm, DATA, 2048);
        assertEquals(
            new SecurityKeyPublicKey.Attestation(flags, 7),
            key.attest(algorithm, DATA, signature).orElseThrow());
        assertEquals((flags & 1) != 0, key.verify(algorithm, DATA, signature, 2048));
      }
    }
  }

  @Test
  @Tag("C3")
  void aFaultySignatureIsNotHandedOut() {
    for (SecurityKeyPublicKey key : keys()) {
      SecurityKeySigner signer =
          new SecurityKeySigner(held(key), (k, data) -> answer(k, new byte[1], 1));
      KeyRefusedException e =
          assertThrows(
              KeyRefusedException.class, () -> signer.sign(signer.algorithms().getFirst(), DATA));
      assertEquals(new KeyRefusal.FaultySignature(key.type()), e.reason());
    }
  }

  @Test
  void aBrowsersAlgorithmIsNotItsOwn() {
    SecurityKeySigner signer =
        new SecurityKeySigner(held(keys().get(1)), (k, data) -> answer(k, data, 1));
    SignatureAlgorithm browser = SignatureAlgorithm.WEBAUTHN_SK_ECDSA_SHA2_NISTP256;
    assertFalse(signer.algorithms().contains(browser));
    KeyRefusedException e =
        assertThrows(KeyRefusedException.class, () -> signer.sign(browser, DATA));
    assertEquals(new KeyRefusal.WrongAlgorithm(signer.publicKey().type(), browser), e.reason());
  }

  @Test
  void signsNothingByItself() {
    SecurityKeyPrivateKey key = held(keys().getFirst());
    KeyRefusedException e =
        assertThrows(KeyRefusedException.class, () -> key.sign(key.algorithms().getFirst(), DATA));
    assertEquals(new KeyRefusal.AuthenticatorNeeded(key.type()), e.reason());
    assertTrue(key.has(SecurityKeyPrivateKey.RESIDENT));
  }
}
