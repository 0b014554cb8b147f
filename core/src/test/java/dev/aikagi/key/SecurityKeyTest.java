package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.SecurityKeyPublicKey.Attestation;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An authenticator of our own: a software key that signs what FIDO tokens sign. */
class SecurityKeyTest {
  private static final byte[] DATA = {1, 2, 3};
  private static final String APPLICATION = "ssh:test";
  private static final SignatureAlgorithm SK_ED = SignatureAlgorithm.SK_SSH_ED25519;
  private static final SignatureAlgorithm SK_EC = SignatureAlgorithm.SK_ECDSA_SHA2_NISTP256;
  private static final SignatureAlgorithm WEBAUTHN =
      SignatureAlgorithm.WEBAUTHN_SK_ECDSA_SHA2_NISTP256;

  private final SkEd25519PublicKey ed25519 =
      new SkEd25519PublicKey(((Ed25519PublicKey) Keys.ED25519.publicKey()).point(), APPLICATION);
  private final SkEcdsaPublicKey ecdsa =
      new SkEcdsaPublicKey(((EcdsaPublicKey) Keys.P256.publicKey()).point(), APPLICATION);

  private static byte[] sha256(byte[] data) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }

  private static WireWriter sign(
      PrivateKey key, SignatureAlgorithm name, String application, int flags, byte[] message)
      throws Exception {
    WireWriter signed = new WireWriter();
    signed.writeRaw(sha256(application.getBytes(StandardCharsets.UTF_8)));
    signed.writeByte(flags).writeUint32(77).writeRaw(message);
    WireReader inner = new WireReader(key.sign(key.algorithms().getFirst(), signed.toArray()));
    inner.readName();
    WireWriter out = new WireWriter().writeUtf8(name.wireName());
    return out.writeString(inner.readString()).writeByte(flags).writeUint32(77);
  }

  @Test
  void flagsAndCounterAreHandedOut() throws Exception {
    Bytes touched = sign(Keys.ED25519, SK_ED, APPLICATION, 5, sha256(DATA)).toBytes();
    Optional<Attestation> attestation = ed25519.attest(SK_ED, DATA, touched);
    assertEquals(Optional.of(new Attestation(5, 77)), attestation);
    assertTrue(attestation.orElseThrow().userPresent());
    assertTrue(attestation.orElseThrow().userVerified());
    Bytes other = sign(Keys.P256, SK_EC, APPLICATION, 1, sha256(DATA)).toBytes();
    assertFalse(ecdsa.attest(SK_EC, DATA, other).orElseThrow().userVerified());
    assertTrue(ecdsa.verify(SK_EC, DATA, other));
  }

  /** An authenticator that signs for whoever asks, without a touch. */
  private record Authenticator(PrivateKey key, SecurityKeyPublicKey publicKey) implements Signer {
    @Override
    public List<SignatureAlgorithm> algorithms() {
      return SignatureAlgorithm.SUPPORTED.stream()
          .filter(a -> a.keyType() == publicKey.type())
          .toList();
    }

    @Override
    public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
      try {
        return SecurityKeyTest.sign(key, algorithm, APPLICATION, 0, sha256(data)).toBytes();
      } catch (Exception e) {
        throw new SshException("not signed", e);
      }
    }
  }

  @Test
  void anAuthorityMayBeOne() throws Exception {
    for (Signer authority :
        List.of(new Authenticator(Keys.ED25519, ed25519), new Authenticator(Keys.P256, ecdsa))) {
      Certificate c = CertificateBuilder.user(Keys.RSA.publicKey(), "id").sign(authority);
      assertEquals(authority.publicKey(), c.signatureKey());
      assertEquals(authority.algorithms().getFirst(), c.signatureAlgorithm());
    }
    Signer other = new Authenticator(Keys.P256, ed25519);
    assertThrows(SshException.class, () -> CertificateBuilder.host(ecdsa, "id").sign(other));
  }

  @Test
  @Tag("C5")
  void withoutATouchTheSimpleAnswerIsNo() throws Exception {
    Bytes untouched = sign(Keys.ED25519, SK_ED, APPLICATION, 4, sha256(DATA)).toBytes();
    assertTrue(ed25519.attest(SK_ED, DATA, untouched).isPresent());
    assertFalse(ed25519.verify(SK_ED, DATA, untouched));
  }

  @Test
  @Tag("C4")
  void flagsCounterAndApplicationAreSigned() throws Exception {
    byte[] good = sign(Keys.ED25519, SK_ED, APPLICATION, 1, sha256(DATA)).toArray();
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 4;
      assertTrue(ed25519.attest(SK_ED, DATA, Bytes.of(changed)).isEmpty(), "byte " + i);
    }
    Bytes other = sign(Keys.ED25519, SK_ED, "ssh:other", 1, sha256(DATA)).toBytes();
    assertTrue(ed25519.attest(SK_ED, DATA, other).isEmpty());
    byte[] trailing = java.util.Arrays.copyOf(good, good.length + 1);
    assertTrue(ed25519.attest(SK_ED, DATA, Bytes.of(trailing)).isEmpty());
    // A plain signature by the same point is none of the authenticator's.
    Bytes plain = Keys.ED25519.sign(SignatureAlgorithm.SSH_ED25519, DATA);
    assertTrue(ed25519.attest(SK_ED, DATA, plain).isEmpty());
  }

  @Test
  void webauthnBindsChallengeAndOrigin() throws Exception {
    assertTrue(webauthn(DATA, "https://example", "https://example", ""));
    assertFalse(webauthn(new byte[] {9}, "https://example", "https://example", ""));
    assertFalse(webauthn(DATA, "https://example", "https://other", ""));
    assertFalse(webauthn(DATA, "https://example\"", "https://example\"", ""));
    assertFalse(webauthn(DATA, "https://example", "https://example", "extension"));
  }

  private boolean webauthn(byte[] challenge, String inJson, String inBlob, String extensions)
      throws Exception {
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
    String json =
        "{\"type\":\"webauthn.get\",\"challenge\":\""
            + base64
            + "\",\"origin\":\""
            + inJson
            + "\",\"crossOrigin\":false}";
    byte[] client = json.getBytes(StandardCharsets.UTF_8);
    byte[] extra = extensions.getBytes(StandardCharsets.UTF_8);
    byte[] message = new WireWriter().writeRaw(extra).writeRaw(sha256(client)).toArray();
    WireWriter out = sign(Keys.P256, WEBAUTHN, APPLICATION, 1, message);
    out.writeUtf8(inBlob).writeString(client).writeString(extra);
    return ecdsa.verify(WEBAUTHN, DATA, out.toBytes());
  }
}
