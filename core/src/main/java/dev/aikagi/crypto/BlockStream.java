package dev.aikagi.crypto;

import dev.aikagi.algorithm.CipherAlgorithm;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A CTR or CBC cipher that runs on from packet to packet (RFC 4253 section 6.3, RFC 4344). */
final class BlockStream implements AutoCloseable {
  /** Stays in the first-level cache; a multiple of every block size. */
  private static final int CHUNK = 4096;

  private final Cipher cipher;
  private final int mode;
  private final int ivLength;
  private final int keyLength;
  private final String keyName;
  private final byte[] chunk;

  BlockStream(CipherAlgorithm algorithm, int mode, byte[] key, byte[] iv) {
    keyName = algorithm.blockSize() == 8 ? "DESede" : "AES";
    cipher = JdkCiphers.cipher(keyName + "/" + algorithm.mode() + "/NoPadding");
    this.mode = mode;
    chunk = new byte[mode == Cipher.ENCRYPT_MODE ? CHUNK : 0];
    ivLength = iv.length;
    keyLength = key.length;
    JdkCiphers.init(cipher, mode, new SecretKeySpec(key, keyName), new IvParameterSpec(iv));
  }

  /** From one array to another; the length is a multiple of the block. */
  void apply(byte[] source, int offset, int length, byte[] target, int targetOffset) {
    try {
      cipher.update(source, offset, length, target, targetOffset);
    } catch (GeneralSecurityException e) {
      throw JdkCiphers.broken(cipher, e);
    }
  }

  /** In pieces through an array of our own: the JDK would copy the whole packet each time. */
  void applyInPlace(byte[] buffer, int offset, int length) {
    for (int done = 0; done < length; done += CHUNK) {
      int count = Math.min(CHUNK, length - done);
      apply(buffer, offset + done, count, chunk, 0);
      System.arraycopy(chunk, 0, buffer, offset + done, count);
    }
  }

  @Override
  public void close() {
    // The cipher wipes its copy of a key when it gets another one.
    byte[] other = new byte[keyLength];
    SecretKeySpec zero = new SecretKeySpec(other, keyName);
    JdkCiphers.init(cipher, mode, zero, new IvParameterSpec(new byte[ivLength]));
    Arrays.fill(chunk, (byte) 0);
  }
}
