package dev.aikagi.key;

import dev.aikagi.SecretBytes;

/** The scalar, in as many bytes as the field has. */
public final class EcdsaPrivateKey implements PrivateKey {
  private final SecretBytes scalar;
  private final EcdsaPublicKey publicKey;

  EcdsaPrivateKey(SecretBytes scalar, EcdsaPublicKey publicKey) {
    this.scalar = scalar;
    this.publicKey = publicKey;
  }

  @Override
  public EcdsaPublicKey publicKey() {
    return publicKey;
  }

  SecretBytes scalar() {
    return scalar;
  }

  @Override
  public void close() {
    scalar.close();
  }
}
