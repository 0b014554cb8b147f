package dev.aikagi.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Bouncy Castle's arithmetic, below its provider. In constant time wherever there is a secret; what
 * it verifies with is not.
 */
record BouncyCurve25519() implements Curve25519 {

  /** Makes the tables that the first use would make. */
  static void prepare() {
    Ed25519.precompute();
  }

  @Override
  public byte[] x25519Base(byte[] scalar) {
    byte[] u = new byte[LENGTH];
    org.bouncycastle.math.ec.rfc7748.X25519.scalarMultBase(scalar, 0, u, 0);
    return u;
  }

  @Override
  public byte[] x25519(byte[] scalar, byte[] u) {
    byte[] product = new byte[LENGTH];
    org.bouncycastle.math.ec.rfc7748.X25519.scalarMult(scalar, 0, u, 0, product, 0);
    return product;
  }

  @Override
  public byte[] ed25519PublicKey(byte[] seed) {
    byte[] point = new byte[LENGTH];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    return point;
  }

  @Override
  public byte[] ed25519Sign(byte[] seed, byte[] publicKey, byte[] data) {
    byte[] signature = new byte[SIGNATURE_LENGTH];
    Ed25519.sign(seed, 0, publicKey, 0, data, 0, data.length, signature, 0);
    return signature;
  }

  @Override
  public boolean ed25519Verify(byte[] publicKey, byte[] data, byte[] signature) {
    return signature.length == SIGNATURE_LENGTH
        && Ed25519.verify(signature, 0, publicKey, 0, data, 0, data.length);
  }
}
