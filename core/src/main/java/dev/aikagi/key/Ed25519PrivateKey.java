package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.crypto.Curve25519;

/** RFC 8032: the 32-byte seed. */
public final class Ed25519PrivateKey implements PrivateKey {
  private final SecretBytes seed;
  private final Ed25519PublicKey publicKey;

  private Ed25519PrivateKey(SecretBytes seed, Ed25519PublicKey publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  /** Without a check that the two belong together: {@link #ofSeed} is for that. */
  static Ed25519PrivateKey unchecked(SecretBytes seed, Ed25519PublicKey publicKey) {
    return new Ed25519PrivateKey(seed, publicKey);
  }

  /** Takes ownership of the 32 bytes. */
  static Ed25519PrivateKey ofSeed(SecretBytes seed) {
    return new Ed25519PrivateKey(
        seed, new Ed25519PublicKey(Bytes.of(Curve25519.best().ed25519PublicKey(seed.expose()))));
  }

  @Override
  public Ed25519PublicKey publicKey() {
    return publicKey;
  }

  SecretBytes seed() {
    return seed;
  }

  @Override
  public void close() {
    seed.close();
  }
}
