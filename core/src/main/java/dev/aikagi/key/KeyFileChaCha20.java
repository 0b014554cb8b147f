package dev.aikagi.key;

import dev.aikagi.crypto.Poly1305;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * chacha20-poly1305@openssh.com over a whole file: sequence number 0, no separate length, so that
 * the second half of the 64-byte key is never used. The first block of the stream keys the MAC.
 */
final class KeyFileChaCha20 {
  private static final int KEY = 32;
  private static final int BLOCK = 64;
  private static final int TAG = 16;

  private KeyFileChaCha20() {}

  static byte[] encrypt(byte[] material, byte[] plain) throws GeneralSecurityException {
    byte[] stream = new byte[BLOCK + plain.length];
    System.arraycopy(plain, 0, stream, BLOCK, plain.length);
    byte[] mixed = mix(material, stream);
    byte[] out = new byte[plain.length + TAG];
    System.arraycopy(mixed, BLOCK, out, 0, plain.length);
    System.arraycopy(tag(mixed, mixed, BLOCK, plain.length), 0, out, plain.length, TAG);
    Arrays.fill(stream, (byte) 0);
    Arrays.fill(mixed, (byte) 0);
    return out;
  }

  static byte[] decrypt(byte[] material, byte[] sealed) throws GeneralSecurityException {
    int length = sealed.length - TAG;
    byte[] stream = new byte[BLOCK + length];
    System.arraycopy(sealed, 0, stream, BLOCK, length);
    byte[] mixed = mix(material, stream);
    try {
      byte[] expected = tag(mixed, sealed, 0, length);
      if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(sealed, length, sealed.length))) {
        throw new AEADBadTagException("the Poly1305 tag is wrong");
      }
      return Arrays.copyOfRange(mixed, BLOCK, mixed.length);
    } finally {
      Arrays.fill(mixed, (byte) 0);
    }
  }

  private static byte[] tag(byte[] key, byte[] source, int offset, int length) {
    byte[] tag = new byte[TAG];
    new Poly1305().tag(key, source, offset, length, tag, 0);
    return tag;
  }

  private static byte[] mix(byte[] material, byte[] stream) throws GeneralSecurityException {
    byte[] key = Arrays.copyOf(material, KEY);
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      // OpenSSH's 64-bit counter and 64-bit nonce, both small: the same as the RFC's 32 and 96.
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "ChaCha20"),
          new ChaCha20ParameterSpec(new byte[12], 0));
      return cipher.doFinal(stream);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
