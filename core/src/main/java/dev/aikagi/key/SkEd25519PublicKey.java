package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;

/** An Ed25519 key inside a FIDO authenticator. */
public record SkEd25519PublicKey(Bytes point, String application) implements SecurityKeyPublicKey {
  public SkEd25519PublicKey {
    if (point.length() != Ed25519PublicKey.LENGTH) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
  }

  @Override
  public KeyType type() {
    return KeyType.SK_SSH_ED25519;
  }

  @Override
  public Bytes blob() {
    return new WireWriter()
        .writeUtf8(type().wireName())
        .writeString(point)
        .writeUtf8(application)
        .toBytes();
  }

  @Override
  public int bits() {
    return 256;
  }

  @Override
  public Optional<Attestation> attest(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob) {
    return SecurityKeyVerification.verify(this, algorithm, data, signatureBlob);
  }
}
