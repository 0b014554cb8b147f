package dev.aikagi.key;

import dev.aikagi.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;

/** Makes new keys. Whoever gets one closes it. */
public final class KeyGenerator {
  private KeyGenerator() {}

  /** The type to prefer: short, fast, and with one size only. */
  public static PrivateKey ed25519() {
    byte[] seed = new byte[Ed25519PublicKey.LENGTH];
    new SecureRandom().nextBytes(seed);
    return Ed25519PrivateKey.ofSeed(SecretBytes.taking(seed));
  }

  /**
   * On one of the three curves.
   *
   * @param bits 256, 384 or 521
   * @throws IllegalArgumentException for other sizes
   */
  public static PrivateKey ecdsa(int bits) {
    KeyType type =
        switch (bits) {
          case 256 -> KeyType.ECDSA_SHA2_NISTP256;
          case 384 -> KeyType.ECDSA_SHA2_NISTP384;
          case 521 -> KeyType.ECDSA_SHA2_NISTP521;
          default -> throw new IllegalArgumentException("no curve of " + bits + " bits");
        };
    NistCurve curve = type.curve().orElseThrow();
    var pair = generate("EC", new java.security.spec.ECGenParameterSpec(curve.jcaName()));
    var point = ((java.security.interfaces.ECPublicKey) pair.getPublic()).getW();
    var s = ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS();
    return new EcdsaPrivateKey(
        SecretBytes.taking(NistCurve.fixed(s, curve.fieldBytes())),
        new EcdsaPublicKey(type, dev.aikagi.Bytes.of(curve.encode(point))));
  }

  /**
   * With the public exponent 65537.
   *
   * @param bits {@link RsaPublicKey#MIN_BITS} to {@link RsaPublicKey#MAX_BITS}; the time grows with
   *     the fourth power
   * @throws IllegalArgumentException for other sizes
   */
  public static PrivateKey rsa(int bits) {
    if (bits < RsaPublicKey.MIN_BITS || bits > RsaPublicKey.MAX_BITS) {
      throw new IllegalArgumentException("an RSA key of " + bits + " bits");
    }
    var pair =
        generate(
            "RSA",
            new java.security.spec.RSAKeyGenParameterSpec(
                bits, java.security.spec.RSAKeyGenParameterSpec.F4));
    var key = (java.security.interfaces.RSAPrivateCrtKey) pair.getPrivate();
    return new RsaPrivateKey(
        new RsaPublicKey(key.getModulus(), key.getPublicExponent()),
        key.getPrivateExponent(),
        key.getPrimeP(),
        key.getPrimeQ(),
        key.getCrtCoefficient());
  }

  /** A 1024-bit DSA key, the only size that ssh-dss has. Insecure: for old instructions only. */
  public static PrivateKey dsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
      generator.initialize(DsaPublicKey.MIN_BITS);
      var pair = generator.generateKeyPair();
      var publicKey = (java.security.interfaces.DSAPublicKey) pair.getPublic();
      var params = publicKey.getParams();
      return new DsaPrivateKey(
          new DsaPublicKey(params.getP(), params.getQ(), params.getG(), publicKey.getY()),
          ((java.security.interfaces.DSAPrivateKey) pair.getPrivate()).getX());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks DSA", e);
    }
  }

  private static java.security.KeyPair generate(
      String algorithm, java.security.spec.AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot make this key: " + algorithm, e);
    }
  }
}
