package dev.aikagi.key;

import dev.aikagi.SecretBytes;
import java.math.BigInteger;

/** The private exponent, the primes and q's inverse modulo p. */
public final class RsaPrivateKey implements PrivateKey {
  private final RsaPublicKey publicKey;
  private final SecretBytes privateExponent;
  private final SecretBytes primeP;
  private final SecretBytes primeQ;
  private final SecretBytes coefficient;

  RsaPrivateKey(
      RsaPublicKey publicKey, BigInteger d, BigInteger p, BigInteger q, BigInteger coefficient) {
    this.publicKey = publicKey;
    this.privateExponent = SecretBytes.taking(d.toByteArray());
    this.primeP = SecretBytes.taking(p.toByteArray());
    this.primeQ = SecretBytes.taking(q.toByteArray());
    this.coefficient = SecretBytes.taking(coefficient.toByteArray());
  }

  @Override
  public RsaPublicKey publicKey() {
    return publicKey;
  }

  BigInteger privateExponent() {
    return new BigInteger(1, privateExponent.expose());
  }

  BigInteger primeP() {
    return new BigInteger(1, primeP.expose());
  }

  BigInteger primeQ() {
    return new BigInteger(1, primeQ.expose());
  }

  /** The inverse of q modulo p. */
  BigInteger coefficient() {
    return new BigInteger(1, coefficient.expose());
  }

  @Override
  public void close() {
    privateExponent.close();
    primeP.close();
    primeQ.close();
    coefficient.close();
  }
}
