package dev.aikagi.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One of the two key streams of chacha20-poly1305@openssh.com. OpenSSH has the original ChaCha20
 * with a nonce and a counter of 64 bits; the JDK's has 96 and 32 (RFC 8439), which is the same
 * while the upper half of the counter is 0.
 */
final class ChaChaStream {
  private final Cipher cipher = JdkCiphers.cipher("ChaCha20");
  private final SecretKeySpec key;
  private final byte[] nonce = new byte[12];

  private boolean closed;

  ChaChaStream(byte[] key, int offset) {
    this.key = new SecretKeySpec(key, offset, 32, "ChaCha20");
  }

  /** Begins the stream of a packet at block 0. */
  void start(int sequenceNumber) {
    Words.putIntBe(nonce, 8, sequenceNumber);
    // Encryption in both directions (it is the same XOR), because then the JDK refuses the same
    // nonce twice in a row.
    JdkCiphers.init(cipher, Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 0));
  }

  /** The next bytes of the stream XORed onto the source; the target may be the source. */
  void apply(byte[] source, int offset, int length, byte[] target, int targetOffset) {
    try {
      cipher.update(source, offset, length, target, targetOffset);
    } catch (GeneralSecurityException e) {
      throw JdkCiphers.broken(cipher, e);
    }
  }

  /** Makes the cipher forget its key: it wipes the old copy when it gets another one. */
  void close() {
    if (closed) {
      // The JDK refuses the same key and nonce twice, and an owner may close more than once.
      return;
    }
    closed = true;
    SecretKeySpec zero = new SecretKeySpec(new byte[32], "ChaCha20");
    JdkCiphers.init(cipher, Cipher.ENCRYPT_MODE, zero, new ChaCha20ParameterSpec(new byte[12], 0));
  }
}
