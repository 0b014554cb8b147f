package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;

/** A P-256 key inside a FIDO authenticator. */
public record SkEcdsaPublicKey(Bytes point, String application) implements SecurityKeyPublicKey {
  @Override
  public KeyType type() {
    return KeyType.SK_ECDSA_SHA2_NISTP256;
  }

  @Override
  public Bytes blob() {
    return new WireWriter()
        .writeUtf8(type().wireName())
        .writeUtf8(NistCurve.NISTP256.wireName())
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
