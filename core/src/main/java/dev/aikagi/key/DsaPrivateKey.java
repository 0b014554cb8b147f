package dev.aikagi.key;

import dev.aikagi.SecretBytes;
import java.math.BigInteger;

/** The private exponent x. */
public final class DsaPrivateKey implements PrivateKey {
  private final DsaPublicKey publicKey;
  private final SecretBytes x;

  DsaPrivateKey(DsaPublicKey publicKey, BigInteger x) {
    this.publicKey = publicKey;
    this.x = SecretBytes.taking(x.toByteArray());
  }

  @Override
  public DsaPublicKey publicKey() {
    return publicKey;
  }

  SecretBytes x() {
    return x;
  }

  @Override
  public void close() {
    x.close();
  }
}
