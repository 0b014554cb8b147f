package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.crypto.Curve25519;
import dev.aikagi.wire.WireReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;

/** Verifying signature blobs. Everything that goes wrong is one answer: false. */
final class Verification {
  private Verification() {}

  static boolean verify(
      PublicKey key,
      SignatureAlgorithm algorithm,
      byte[] data,
      Bytes signatureBlob,
      int requiredRsaBits) {
    if (algorithm.keyType() != key.type() || key.refusal(requiredRsaBits).isPresent()) {
      return false;
    }
    try {
      WireReader in = new WireReader(signatureBlob);
      byte[] raw = inner(algorithm, in);
      in.expectEnd();
      return raw(key, algorithm, data, raw);
    } catch (MalformedException | GeneralSecurityException | RuntimeException e) {
      // An error path that ends anywhere but in "no" is a login without a key (CVE-2023-2283).
      return false;
    }
  }

  /** The signature itself, after the name of its algorithm, which must be the one agreed on. */
  static byte[] inner(SignatureAlgorithm algorithm, WireReader in) throws MalformedException {
    if (!in.readName().equals(algorithm.wireName())) {
      throw new MalformedException("the signature names another algorithm");
    }
    return in.readString();
  }

  private static boolean raw(PublicKey key, SignatureAlgorithm algorithm, byte[] data, byte[] raw)
      throws GeneralSecurityException, MalformedException {
    return switch (key) {
      case Ed25519PublicKey k -> ed25519(k.point(), data, raw);
      case EcdsaPublicKey k -> ecdsa(k.curve(), k.point(), algorithm, data, raw);
      case RsaPublicKey k -> jca(JcaKeys.of(k), algorithm, data, padded(raw, (k.bits() + 7) / 8));
      case DsaPublicKey k -> dsa(k, algorithm, data, raw);
      case SecurityKeyPublicKey _ -> false;
    };
  }

  static boolean ed25519(Bytes point, byte[] data, byte[] raw) throws MalformedException {
    Ed25519Points.checkSignature(point, raw);
    return Curve25519.best().ed25519Verify(point.toArray(), data, raw);
  }

  /** RFC 5656 section 3.1.2: mpint r, mpint s. */
  static boolean ecdsa(
      NistCurve curve, Bytes point, SignatureAlgorithm algorithm, byte[] data, byte[] raw)
      throws GeneralSecurityException, MalformedException {
    WireReader in = new WireReader(raw);
    BigInteger r = in.readUnsignedMpint();
    BigInteger s = in.readUnsignedMpint();
    in.expectEnd();
    BigInteger n = curve.spec().getOrder();
    if (!inRange(r, n) || !inRange(s, n)) {
      return false;
    }
    byte[] both = Arrays.copyOf(NistCurve.fixed(r, curve.fieldBytes()), 2 * curve.fieldBytes());
    System.arraycopy(
        NistCurve.fixed(s, curve.fieldBytes()), 0, both, curve.fieldBytes(), curve.fieldBytes());
    return jca(JcaKeys.ecdsa(curve, point), algorithm, data, both);
  }

  private static boolean dsa(
      DsaPublicKey key, SignatureAlgorithm algorithm, byte[] data, byte[] raw)
      throws GeneralSecurityException {
    int half = DsaPublicKey.Q_BITS / 8;
    return raw.length == 2 * half
        && inRange(new BigInteger(1, raw, 0, half), key.q())
        && inRange(new BigInteger(1, raw, half, half), key.q())
        && jca(JcaKeys.of(key), algorithm, data, raw);
  }

  private static boolean inRange(BigInteger v, BigInteger order) {
    return v.signum() > 0 && v.compareTo(order) < 0;
  }

  /** RFC 8332 section 3: old signers leave out leading zeros. A longer signature stays wrong. */
  private static byte[] padded(byte[] raw, int length) {
    if (raw.length >= length) {
      return raw;
    }
    byte[] out = new byte[length];
    System.arraycopy(raw, 0, out, length - raw.length, raw.length);
    return out;
  }

  private static boolean jca(
      java.security.PublicKey key, SignatureAlgorithm algorithm, byte[] data, byte[] raw)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm.jcaName());
    verifier.initVerify(key);
    verifier.update(data);
    return verifier.verify(raw);
  }
}
