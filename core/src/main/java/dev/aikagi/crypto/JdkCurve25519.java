package dev.aikagi.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The JDK's provider. */
record JdkCurve25519() implements Curve25519 {
  private static final String X25519 = "X25519";
  private static final String ED25519 = "Ed25519";

  /** u of the base point (RFC 7748 section 4.1). */
  private static final BigInteger BASE = BigInteger.valueOf(9);

  @Override
  public byte[] x25519Base(byte[] scalar) {
    return multiply(scalar, BASE);
  }

  @Override
  public byte[] x25519(byte[] scalar, byte[] u) {
    return multiply(scalar, littleEndian(u));
  }

  private static byte[] multiply(byte[] scalar, BigInteger u) {
    try {
      KeyFactory keys = KeyFactory.getInstance(X25519);
      KeyAgreement agreement = KeyAgreement.getInstance(X25519);
      agreement.init(
          keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
      var _ =
          agreement.doPhase(
              keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      // How the JDK says that the product is zero.
      return new byte[LENGTH];
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(X25519, e);
    }
  }

  /**
   * There is no call for the public half of a given seed, but the generator takes 32 bytes of its
   * random source as the seed, and that source may be ours.
   */
  @Override
  public byte[] ed25519PublicKey(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
      generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
      EdECPoint point = ((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint();
      byte[] out = new byte[LENGTH];
      byte[] y = point.getY().toByteArray();
      for (int i = 0; i < Math.min(LENGTH, y.length); i++) {
        out[i] = y[y.length - 1 - i];
      }
      if (point.isXOdd()) {
        out[LENGTH - 1] |= (byte) 0x80;
      }
      return out;
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(ED25519, e);
    }
  }

  /** Computes the public key again, whatever it is given. */
  @Override
  public byte[] ed25519Sign(byte[] seed, byte[] publicKey, byte[] data) {
    try {
      Signature signer = Signature.getInstance(ED25519);
      signer.initSign(
          KeyFactory.getInstance(ED25519)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signer.update(data);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(ED25519, e);
    }
  }

  @Override
  public boolean ed25519Verify(byte[] publicKey, byte[] data, byte[] signature) {
    boolean odd = publicKey[LENGTH - 1] < 0;
    try {
      Signature verifier = Signature.getInstance(ED25519);
      verifier.initVerify(
          KeyFactory.getInstance(ED25519)
              .generatePublic(
                  new EdECPublicKeySpec(
                      NamedParameterSpec.ED25519, new EdECPoint(odd, littleEndian(publicKey)))));
      verifier.update(data);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      // No point of the curve, or no signature.
      return false;
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(ED25519, e);
    }
  }

  /** Without the top bit, which is none of the number in either function. */
  private static BigInteger littleEndian(byte[] value) {
    byte[] bigEndian = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bigEndian[i] = value[LENGTH - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian);
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
