package dev.aikagi.crypto;

/**
 * The functions X25519 (RFC 7748) and Ed25519 (RFC 8032), on encoded bytes. Two libraries have
 * them: the JDK's are always there; Bouncy Castle's make a signature in a tenth of the time, and
 * are used where they are. What a peer sends is checked before it comes here. Any thread.
 */
public sealed interface Curve25519 permits JdkCurve25519, BouncyCurve25519 {
  /** Of every scalar, seed and point. */
  int LENGTH = 32;

  int SIGNATURE_LENGTH = 64;

  /** What is best at this moment; both give the same. */
  static Curve25519 best() {
    return BestCurve25519.now();
  }

  /** The public value of a scalar. */
  byte[] x25519Base(byte[] scalar);

  /** All zeros where u is of small order. The top bit of u means nothing (RFC 7748 section 5). */
  byte[] x25519(byte[] scalar, byte[] u);

  byte[] ed25519PublicKey(byte[] seed);

  /**
   * A signature. With a public key that is not the seed's it would betray the seed: whoever is not
   * sure of that must verify it before he shows it.
   */
  byte[] ed25519Sign(byte[] seed, byte[] publicKey, byte[] data);

  /** Whether it is one. */
  boolean ed25519Verify(byte[] publicKey, byte[] data, byte[] signature);
}
