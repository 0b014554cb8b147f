package dev.aikagi.key;

import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/** The curves of RFC 5656 section 10.1. */
enum NistCurve {
  NISTP256("nistp256", "secp256r1", 256),
  NISTP384("nistp384", "secp384r1", 384),
  NISTP521("nistp521", "secp521r1", 521);

  private final String wireName;
  private final String jcaName;
  private final int bits;

  NistCurve(String wireName, String jcaName, int bits) {
    this.wireName = wireName;
    this.jcaName = jcaName;
    this.bits = bits;
  }

  String wireName() {
    return wireName;
  }

  String jcaName() {
    return jcaName;
  }

  int bits() {
    return bits;
  }

  /** Bytes of a coordinate and of a scalar. */
  int fieldBytes() {
    return (bits + 7) / 8;
  }

  ECParameterSpec spec() {
    try {
      AlgorithmParameters p = AlgorithmParameters.getInstance("EC");
      p.init(new ECGenParameterSpec(jcaName));
      return p.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks the curve " + jcaName, e);
    }
  }

  /**
   * An uncompressed point that lies on the curve (SEC 1 section 3.2.2.1). The cofactor is 1, so a
   * point on the curve that is not the infinite one has the right order.
   */
  ECPoint decode(byte[] point) throws MalformedException {
    int n = fieldBytes();
    if (point.length != 1 + 2 * n || point[0] != 4) {
      throw new MalformedException("not an uncompressed point of " + wireName);
    }
    BigInteger x = new BigInteger(1, point, 1, n);
    BigInteger y = new BigInteger(1, point, 1 + n, n);
    ECParameterSpec spec = spec();
    BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      throw new MalformedException("a coordinate is not reduced modulo the prime of " + wireName);
    }
    if (!y.multiply(y).mod(p).equals(rightSide(spec, p, x))) {
      throw new MalformedException("the point is not on the curve " + wireName);
    }
    return new ECPoint(x, y);
  }

  /** x^3 + ax + b. */
  private static BigInteger rightSide(ECParameterSpec spec, BigInteger p, BigInteger x) {
    return x.multiply(x).add(spec.getCurve().getA()).multiply(x).add(spec.getCurve().getB()).mod(p);
  }

  /** The two points with this x, for an x that belongs to a point; all three primes are 3 mod 4. */
  ECPoint[] pointsAt(BigInteger x) {
    ECParameterSpec spec = spec();
    BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
    BigInteger y = rightSide(spec, p, x).modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    return new ECPoint[] {new ECPoint(x, y), new ECPoint(x, p.subtract(y))};
  }

  byte[] encode(ECPoint point) {
    byte[] out = new byte[1 + 2 * fieldBytes()];
    out[0] = 4;
    byte[] x = fixed(point.getAffineX(), fieldBytes());
    byte[] y = fixed(point.getAffineY(), fieldBytes());
    System.arraycopy(x, 0, out, 1, x.length);
    System.arraycopy(y, 0, out, 1 + x.length, y.length);
    return out;
  }

  /** Big-endian in exactly this many bytes; the value must fit. */
  static byte[] fixed(BigInteger value, int length) {
    byte[] raw = value.toByteArray();
    byte[] out = new byte[length];
    int count = Math.min(raw.length, length);
    System.arraycopy(raw, raw.length - count, out, length - count, count);
    Arrays.fill(raw, (byte) 0);
    return out;
  }
}
