package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** RFC 8709: the 32 bytes of a point. */
public record Ed25519PublicKey(Bytes point) implements PublicKey {
  static final int LENGTH = 32;

  public Ed25519PublicKey {
    if (point.length() != LENGTH) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
  }

  /** CVE-2020-9283: a point of another length reached code that took 32 bytes for granted. */
  static Bytes checked(Bytes point) throws MalformedException {
    if (point.length() != LENGTH) {
      throw new MalformedException("an Ed25519 key of " + point.length() + " bytes");
    }
    return point;
  }

  @Override
  public KeyType type() {
    return KeyType.SSH_ED25519;
  }

  @Override
  public Bytes blob() {
    return new WireWriter(64).writeUtf8(type().wireName()).writeString(point).toBytes();
  }

  @Override
  public int bits() {
    return 256;
  }

  @Override
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits) {
    return Verification.verify(this, algorithm, data, signatureBlob, requiredRsaBits);
  }

  /**
   * Written out, as is {@link #hashCode}: the JDK makes those of a record out of method handles
   * when they are first called, which takes twenty milliseconds of every login.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ed25519PublicKey key && point.equals(key.point);
  }

  @Override
  public int hashCode() {
    return point.hashCode();
  }
}
