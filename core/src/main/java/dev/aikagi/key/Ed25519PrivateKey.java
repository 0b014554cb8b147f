package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;

/** RFC 8032: the 32-byte seed. */
public final class Ed25519PrivateKey implements PrivateKey {
  private final SecretBytes seed;
  private final Ed25519PublicKey publicKey;

  private Ed25519PrivateKey(SecretBytes seed, Ed25519PublicKey publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  /** Without a check that the two belong together: {@link #ofSeed} is for that. */
  static Ed25519PrivateKey unchecked(SecretBytes seed, Ed25519PublicKey publicKey) {
    return new Ed25519PrivateKey(seed, publicKey);
  }

  /** Takes ownership of the 32 bytes. */
  static Ed25519PrivateKey ofSeed(SecretBytes seed) {
    return new Ed25519PrivateKey(seed, publicHalf(seed.expose()));
  }

  /**
   * The JDK has no call for the public half of a given seed, but its generator takes 32 bytes of
   * its random source as the seed, and that source may be ours.
   */
  private static Ed25519PublicKey publicHalf(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
      EdECPoint point = ((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint();
      byte[] y = NistCurve.fixed(point.getY(), 32);
      byte[] out = new byte[32];
      for (int i = 0; i < 32; i++) {
        out[i] = y[31 - i];
      }
      if (point.isXOdd()) {
        out[31] |= (byte) 0x80;
      }
      return new Ed25519PublicKey(Bytes.of(out));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks Ed25519", e);
    }
  }

  @Override
  public Ed25519PublicKey publicKey() {
    return publicKey;
  }

  SecretBytes seed() {
    return seed;
  }

  @Override
  public void close() {
    seed.close();
  }

  /** Hands out one given value. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient byte[] value;

    Given(byte[] value) {
      super(null, null);
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(value, 0, target, 0, target.length);
    }
  }
}
