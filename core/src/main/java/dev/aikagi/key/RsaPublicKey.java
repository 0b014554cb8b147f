package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;
import java.util.Optional;

/** RFC 4253 section 6.6. */
public record RsaPublicKey(BigInteger modulus, BigInteger publicExponent) implements PublicKey {
  /** Below this a key can be broken by anybody with a cluster; it is not even parsed. */
  public static final int MIN_BITS = 1024;

  /** What is required where nobody says otherwise; NIST SP 800-131A since 2014. */
  public static final int DEFAULT_REQUIRED_BITS = 2048;

  /** One verification with more costs whole seconds (CVE-2026-39829). */
  public static final int MAX_BITS = 16384;

  /** A public exponent as long as the modulus would make verifying as dear as signing. */
  static final int MAX_EXPONENT_BITS = 256;

  static RsaPublicKey of(BigInteger modulus, BigInteger publicExponent) throws MalformedException {
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0 || bits < MIN_BITS || bits > MAX_BITS) {
      throw new MalformedException(
          "an RSA modulus of " + bits + " bits; " + MIN_BITS + " to " + MAX_BITS + " are accepted");
    }
    if (!modulus.testBit(0)) {
      throw new MalformedException("an even RSA modulus");
    }
    if (publicExponent.compareTo(BigInteger.valueOf(3)) < 0 || !publicExponent.testBit(0)) {
      throw new MalformedException("an RSA public exponent that is even or below 3");
    }
    if (publicExponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new MalformedException(
          "an RSA public exponent of " + publicExponent.bitLength() + " bits");
    }
    return new RsaPublicKey(modulus, publicExponent);
  }

  @Override
  public KeyType type() {
    return KeyType.SSH_RSA;
  }

  @Override
  public Bytes blob() {
    return new WireWriter(600)
        .writeUtf8(type().wireName())
        .writeMpint(publicExponent)
        .writeMpint(modulus)
        .toBytes();
  }

  @Override
  public int bits() {
    return modulus.bitLength();
  }

  @Override
  public Optional<KeyRefusal> refusal(int requiredRsaBits) {
    return bits() < requiredRsaBits
        ? Optional.of(new KeyRefusal.RsaTooShort(bits(), requiredRsaBits))
        : Optional.empty();
  }

  @Override
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits) {
    return Verification.verify(this, algorithm, data, signatureBlob, requiredRsaBits);
  }
}
