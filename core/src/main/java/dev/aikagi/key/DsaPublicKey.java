package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireWriter;
import java.math.BigInteger;

/** RFC 4253 section 6.6. Insecure: read, converted and shown, used only where somebody asks. */
public record DsaPublicKey(BigInteger p, BigInteger q, BigInteger g, BigInteger y)
    implements PublicKey {
  static final int MIN_BITS = 1024;

  /** FIPS 186-4 has no larger group. */
  static final int MAX_BITS = 3072;

  /** ssh-dss has signatures of two 160-bit numbers, whatever the size of p. */
  static final int Q_BITS = 160;

  static DsaPublicKey of(BigInteger p, BigInteger q, BigInteger g, BigInteger y)
      throws MalformedException {
    checkSizes(p, q);
    inSubgroup("generator", g, p, q);
    inSubgroup("public value", y, p, q);
    return new DsaPublicKey(p, q, g, y);
  }

  static void checkSizes(BigInteger p, BigInteger q) throws MalformedException {
    if (p.bitLength() < MIN_BITS || p.bitLength() > MAX_BITS || !p.testBit(0)) {
      throw new MalformedException("a DSA prime of " + p.bitLength() + " bits");
    }
    if (q.bitLength() != Q_BITS || !p.subtract(BigInteger.ONE).mod(q).equals(BigInteger.ZERO)) {
      throw new MalformedException("a DSA subgroup that is not one of 160 bits");
    }
  }

  private static void inSubgroup(String what, BigInteger v, BigInteger p, BigInteger q)
      throws MalformedException {
    if (v.compareTo(BigInteger.ONE) <= 0
        || v.compareTo(p.subtract(BigInteger.ONE)) >= 0
        || !v.modPow(q, p).equals(BigInteger.ONE)) {
      throw new MalformedException("a DSA " + what + " outside the subgroup");
    }
  }

  @Override
  public KeyType type() {
    return KeyType.SSH_DSS;
  }

  @Override
  public Bytes blob() {
    return new WireWriter(500)
        .writeUtf8(type().wireName())
        .writeMpint(p)
        .writeMpint(q)
        .writeMpint(g)
        .writeMpint(y)
        .toBytes();
  }

  @Override
  public int bits() {
    return p.bitLength();
  }

  @Override
  public boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits) {
    return Verification.verify(this, algorithm, data, signatureBlob, requiredRsaBits);
  }
}
