package dev.aikagi.kex;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The shared secret and the exchange hash, and the keys that follow from them (RFC 4253 section
 * 7.2). Closing wipes the secret.
 */
final class Agreement implements AutoCloseable {
  private final KexMethod method;
  private final SecretBytes secret;
  private final Bytes exchangeHash;

  /**
   * @param secret K in the form in which it is hashed, with its length
   */
  Agreement(KexMethod method, SecretBytes secret, Bytes exchangeHash) {
    this.method = method;
    this.secret = secret;
    this.exchangeHash = exchangeHash;
  }

  Bytes exchangeHash() {
    return exchangeHash;
  }

  /** Key material for one of the letters A to F; the caller wipes it. */
  byte[] derive(char letter, Bytes sessionId, int length) {
    byte[] key = new byte[length];
    MessageDigest digest = method.digest();
    int done = 0;
    while (done < length) {
      digest.update(secret.expose());
      digest.update(exchangeHash.toArray());
      if (done == 0) {
        digest.update((byte) letter);
        digest.update(sessionId.toArray());
      } else {
        digest.update(key, 0, done);
      }
      byte[] block = digest.digest();
      int count = Math.min(block.length, length - done);
      System.arraycopy(block, 0, key, done, count);
      Arrays.fill(block, (byte) 0);
      done += count;
    }
    return key;
  }

  @Override
  public void close() {
    secret.close();
  }
}
