package dev.aikagi.crypto;

import dev.aikagi.SecretBytes;

/** What a KEM makes for a public key. Not a record, because one half is secret. */
public final class Encapsulation implements AutoCloseable {
  private final byte[] ciphertext;
  private final SecretBytes secret;

  Encapsulation(byte[] ciphertext, SecretBytes secret) {
    this.ciphertext = ciphertext;
    this.secret = secret;
  }

  /** For the peer. */
  public byte[] ciphertext() {
    return ciphertext.clone();
  }

  /** What the peer will find in it; wiped by {@link #close}. */
  public SecretBytes secret() {
    return secret;
  }

  @Override
  public void close() {
    secret.close();
  }
}
