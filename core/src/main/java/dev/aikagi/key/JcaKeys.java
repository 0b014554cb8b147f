package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.DSAPrivateKeySpec;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** From this package's keys to the JDK's. */
final class JcaKeys {
  private JcaKeys() {}

  static java.security.PublicKey ecdsa(NistCurve curve, Bytes point)
      throws GeneralSecurityException, MalformedException {
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(curve.decode(point.toArray()), curve.spec()));
  }

  static java.security.PublicKey of(RsaPublicKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.modulus(), key.publicExponent()));
  }

  static java.security.PublicKey of(DsaPublicKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("DSA")
        .generatePublic(new DSAPublicKeySpec(key.y(), key.p(), key.q(), key.g()));
  }

  static java.security.PrivateKey of(PrivateKey key) throws GeneralSecurityException {
    return switch (key) {
      case Ed25519PrivateKey k ->
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(NamedParameterSpec.ED25519, k.seed().expose()));
      case EcdsaPrivateKey k ->
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(
                      new BigInteger(1, k.scalar().expose()), k.publicKey().curve().spec()));
      case RsaPrivateKey k -> rsa(k);
      case SecurityKeyPrivateKey k ->
          throw new java.security.InvalidKeyException(k.type() + " is in an authenticator");
      case DsaPrivateKey k ->
          KeyFactory.getInstance("DSA")
              .generatePrivate(
                  new DSAPrivateKeySpec(
                      new BigInteger(1, k.x().expose()),
                      k.publicKey().p(),
                      k.publicKey().q(),
                      k.publicKey().g()));
    };
  }

  private static java.security.PrivateKey rsa(RsaPrivateKey key) throws GeneralSecurityException {
    BigInteger d = key.privateExponent();
    BigInteger p = key.primeP();
    BigInteger q = key.primeQ();
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                key.publicKey().modulus(),
                key.publicKey().publicExponent(),
                d,
                p,
                q,
                d.mod(p.subtract(BigInteger.ONE)),
                d.mod(q.subtract(BigInteger.ONE)),
                key.coefficient()));
  }
}
