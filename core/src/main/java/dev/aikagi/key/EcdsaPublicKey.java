package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;

/** RFC 5656 section 3.1: an uncompressed point on the curve that its type names. */
public record EcdsaPublicKey(KeyType type, Bytes point) implements PublicKey {
  public EcdsaPublicKey {
    if (type.securityKey() || type.certificate() || type.curve().isEmpty()) {
      throw new IllegalArgumentException("not an ECDSA type: " + type);
    }
  }

  NistCurve curve() {
    return type.curve().orElseThrow();
  }

  @Override
  public Bytes blob() {
    return new WireWriter()
        .writeUtf8(type.wireName())
        .writeUtf8(curve().wireName())
        .writeString(point)
        .toBytes();
  }

  @Override
  public int bits() {
    return curve().bits();
  }

  @Override
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits) {
    return Verification.verify(this, algorithm, data, signatureBlob, requiredRsaBits);
  }
}
