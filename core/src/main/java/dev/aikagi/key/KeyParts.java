package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * Puts private keys together from the numbers of a file, and refuses numbers that do not belong
 * together: a private key with a foreign public half signs away its secret.
 */
final class KeyParts {
  private KeyParts() {}

  static RsaPrivateKey rsa(
      BigInteger n,
      BigInteger e,
      BigInteger d,
      BigInteger p,
      BigInteger q,
      @Nullable BigInteger coefficient)
      throws MalformedException, KeyFileException {
    RsaPublicKey publicKey = RsaPublicKey.of(n, e);
    BigInteger one = BigInteger.ONE;
    if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0 || !p.multiply(q).equals(n)) {
      throw mismatch(KeyType.SSH_RSA);
    }
    BigInteger product = e.multiply(d);
    if (d.compareTo(one) <= 0
        || d.compareTo(n) >= 0
        || !product.mod(p.subtract(one)).equals(one)
        || !product.mod(q.subtract(one)).equals(one)) {
      throw mismatch(KeyType.SSH_RSA);
    }
    if (p.equals(q)) {
      throw KeyFileException.damaged("both primes are the same");
    }
    BigInteger inverse = inverse(q, p);
    if (coefficient != null && !coefficient.equals(inverse)) {
      throw KeyFileException.damaged("the CRT coefficient is wrong");
    }
    return new RsaPrivateKey(publicKey, d, p, q, inverse);
  }

  private static BigInteger inverse(BigInteger q, BigInteger p) throws KeyFileException {
    if (!q.gcd(p).equals(BigInteger.ONE)) {
      throw KeyFileException.damaged("the factors of the modulus are not prime");
    }
    return q.modInverse(p);
  }

  /** The public value is computed where the file has none. */
  static DsaPrivateKey dsa(
      BigInteger p, BigInteger q, BigInteger g, @Nullable BigInteger y, BigInteger x)
      throws MalformedException, KeyFileException {
    // Before the power is computed: its cost grows with x, and x is bounded by q only.
    DsaPublicKey.checkSizes(p, q);
    if (x.signum() <= 0 || x.compareTo(q) >= 0) {
      throw KeyFileException.damaged("the private value is out of range");
    }
    if (g.signum() <= 0 || g.compareTo(p) >= 0) {
      throw new MalformedException("a DSA generator outside the subgroup");
    }
    BigInteger computed = g.modPow(x, p);
    if (y != null && !y.equals(computed)) {
      throw mismatch(KeyType.SSH_DSS);
    }
    return new DsaPrivateKey(DsaPublicKey.of(p, q, g, computed), x);
  }

  /** The public point is computed where the file has none. */
  static EcdsaPrivateKey ecdsa(KeyType type, BigInteger scalar, byte @Nullable [] point)
      throws MalformedException, KeyFileException {
    NistCurve curve = type.curve().orElseThrow();
    if (scalar.signum() <= 0 || scalar.compareTo(curve.spec().getOrder()) >= 0) {
      throw KeyFileException.damaged("the private scalar is out of range");
    }
    if (point != null) {
      curve.decode(point);
    }
    BigInteger x = publicX(curve, scalar);
    byte[] raw = NistCurve.fixed(scalar, curve.fieldBytes());
    for (ECPoint candidate : curve.pointsAt(x)) {
      byte[] encoded = curve.encode(candidate);
      if (point == null || MessageDigest.isEqual(point, encoded)) {
        EcdsaPrivateKey key =
            new EcdsaPrivateKey(
                SecretBytes.copyOf(raw), new EcdsaPublicKey(type, Bytes.of(encoded)));
        if (signs(key)) {
          Arrays.fill(raw, (byte) 0);
          return key;
        }
        key.close();
      }
    }
    Arrays.fill(raw, (byte) 0);
    throw mismatch(type);
  }

  /**
   * The JDK has no call for a public point either. An ECDH agreement with the generator as the
   * peer's key is the scalar times the generator, of which it gives x; which of the two points it
   * is, a signature tells.
   */
  private static BigInteger publicX(NistCurve curve, BigInteger scalar) throws KeyFileException {
    try {
      var spec = curve.spec();
      if (scalar.equals(BigInteger.ONE)
          || scalar.equals(spec.getOrder().subtract(BigInteger.ONE))) {
        return spec.getGenerator().getAffineX();
      }
      KeyFactory factory = KeyFactory.getInstance("EC");
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(factory.generatePrivate(new ECPrivateKeySpec(scalar, spec)));
      agreement.doPhase(
          factory.generatePublic(new ECPublicKeySpec(spec.getGenerator(), spec)), true);
      return new BigInteger(1, agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged("the scalar is not usable"), e);
    }
  }

  private static boolean signs(EcdsaPrivateKey key) {
    SignatureAlgorithm algorithm = key.algorithms().getFirst();
    try {
      // sign() verifies what it made and refuses where the halves do not belong together.
      return !key.sign(algorithm, new byte[] {1}).isEmpty();
    } catch (dev.aikagi.SshException e) {
      return false;
    }
  }

  /** Takes a copy of the seed; the public point is compared where the file has one. */
  static Ed25519PrivateKey ed25519(byte[] seed, @Nullable Bytes point)
      throws MalformedException, KeyFileException {
    if (seed.length != Ed25519PublicKey.LENGTH) {
      throw new MalformedException("an Ed25519 seed of " + seed.length + " bytes");
    }
    Ed25519PrivateKey key = Ed25519PrivateKey.ofSeed(SecretBytes.copyOf(seed));
    if (point != null && !key.publicKey().point().equals(point)) {
      key.close();
      throw mismatch(KeyType.SSH_ED25519);
    }
    return key;
  }

  static KeyFileException mismatch(KeyType type) {
    return new KeyFileException(new KeyFileRefusal.PublicHalfMismatch(type));
  }
}
