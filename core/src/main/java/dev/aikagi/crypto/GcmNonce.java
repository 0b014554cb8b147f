package dev.aikagi.crypto;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** RFC 5647 section 7.1: a fixed field of four bytes and a counter of eight, one step a packet. */
final class GcmNonce {
  static final int TAG_LENGTH = 16;
  private static final int COUNTER = 4;

  private final byte[] nonce;
  private boolean closed;

  GcmNonce(byte[] iv) {
    nonce = iv.clone();
  }

  /** The nonce of the next packet. The counter cannot wrap: rekeying comes long before 2^64. */
  GCMParameterSpec next() {
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG_LENGTH, nonce);
    Words.putLongBe(nonce, COUNTER, Words.longBe(nonce, COUNTER) + 1);
    return spec;
  }

  /**
   * Wipes the nonce, and makes the cipher forget its key: it wipes its expanded copies when it gets
   * another one. The key object has a copy of its own that the JDK gives no way to.
   */
  void close(Cipher cipher, int mode) {
    if (closed) {
      // The JDK refuses the same key and nonce twice, and an owner may close more than once.
      return;
    }
    closed = true;
    Arrays.fill(nonce, (byte) 0);
    SecretKeySpec zero = new SecretKeySpec(new byte[16], "AES");
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG_LENGTH, nonce);
    JdkCiphers.init(cipher, mode, zero, spec);
  }
}
