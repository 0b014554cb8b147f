package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.math.BigInteger;
import java.util.Set;

/**
 * What RFC 8032 leaves to the verifier and the JDK does not check: a point of small order verifies
 * signatures that nobody made, and a scalar of L or more makes a second signature of a first one
 * (CVE-2026-4115).
 */
final class Ed25519Points {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** Order of the subgroup (RFC 8032 section 5.1). */
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** y of the points of order 8; the other one is its negative. */
  private static final BigInteger ORDER_8 =
      new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

  /** The y of all eight points whose order divides 8. */
  static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P.subtract(BigInteger.ONE),
          ORDER_8,
          P.subtract(ORDER_8));

  private Ed25519Points() {}

  static void checkSignature(Bytes publicPoint, byte[] signature) throws MalformedException {
    if (signature.length != 64) {
      throw new MalformedException("an Ed25519 signature of " + signature.length + " bytes");
    }
    checkPoint(publicPoint.toArray(), 0);
    checkPoint(signature, 0);
    if (littleEndian(signature, 32).compareTo(L) >= 0) {
      throw new MalformedException("an Ed25519 signature whose scalar is not reduced");
    }
  }

  private static void checkPoint(byte[] source, int offset) throws MalformedException {
    BigInteger y = littleEndian(source, offset).clearBit(255);
    if (y.compareTo(P) >= 0) {
      throw new MalformedException("an Ed25519 point that is not reduced");
    }
    if (SMALL_ORDER.contains(y)) {
      throw new MalformedException("an Ed25519 point of small order");
    }
  }

  static BigInteger littleEndian(byte[] source, int offset) {
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[31 - i] = source[offset + i];
    }
    return new BigInteger(1, out);
  }
}
