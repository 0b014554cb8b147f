package dev.aikagi.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ciphers of openssh-key-v1 files. Each file has a key of its own and is encrypted once, so
 * that a nonce from the key derivation serves.
 */
public enum KeyFileCipher {
  AES256_CTR("aes256-ctr", "AES/CTR/NoPadding", 32, 16, 16, 0),
  AES192_CTR("aes192-ctr", "AES/CTR/NoPadding", 24, 16, 16, 0),
  AES128_CTR("aes128-ctr", "AES/CTR/NoPadding", 16, 16, 16, 0),
  AES256_CBC("aes256-cbc", "AES/CBC/NoPadding", 32, 16, 16, 0),
  AES192_CBC("aes192-cbc", "AES/CBC/NoPadding", 24, 16, 16, 0),
  AES128_CBC("aes128-cbc", "AES/CBC/NoPadding", 16, 16, 16, 0),
  TRIPLE_DES_CBC("3des-cbc", "DESede/CBC/NoPadding", 24, 8, 8, 0),
  AES256_GCM("aes256-gcm@openssh.com", "AES/GCM/NoPadding", 32, 12, 16, 16),
  AES128_GCM("aes128-gcm@openssh.com", "AES/GCM/NoPadding", 16, 12, 16, 16),
  CHACHA20_POLY1305("chacha20-poly1305@openssh.com", "ChaCha20", 64, 0, 8, 16);

  /** What ssh-keygen uses where -Z does not say otherwise. */
  public static final KeyFileCipher DEFAULT = AES256_CTR;

  private static final List<KeyFileCipher> ALL = List.of(values());
  private static final int TAG_BITS = 128;

  private final String wireName;
  private final String jcaName;
  private final int keyLength;
  private final int ivLength;
  private final int blockSize;
  private final int tagLength;

  KeyFileCipher(
      String wireName, String jcaName, int keyLength, int ivLength, int blockSize, int tagLength) {
    this.wireName = wireName;
    this.jcaName = jcaName;
    this.keyLength = keyLength;
    this.ivLength = ivLength;
    this.blockSize = blockSize;
    this.tagLength = tagLength;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<KeyFileCipher> named(String wireName) {
    return ALL.stream().filter(c -> c.wireName.equals(wireName)).findFirst();
  }

  /** Bytes that the key derivation must give: key and initialisation vector. */
  int materialLength() {
    return keyLength + ivLength;
  }

  int blockSize() {
    return blockSize;
  }

  /** Bytes of the tag, which the file has after the encrypted string. */
  int tagLength() {
    return tagLength;
  }

  /** Ciphertext and tag. */
  byte[] encrypt(byte[] material, byte[] plain) throws GeneralSecurityException {
    return this == CHACHA20_POLY1305
        ? KeyFileChaCha20.encrypt(material, plain)
        : run(Cipher.ENCRYPT_MODE, material, plain);
  }

  /** From ciphertext and tag; a wrong tag is an AEADBadTagException. */
  byte[] decrypt(byte[] material, byte[] sealed) throws GeneralSecurityException {
    return this == CHACHA20_POLY1305
        ? KeyFileChaCha20.decrypt(material, sealed)
        : run(Cipher.DECRYPT_MODE, material, sealed);
  }

  private byte[] run(int mode, byte[] material, byte[] source) throws GeneralSecurityException {
    byte[] key = Arrays.copyOf(material, keyLength);
    byte[] iv = Arrays.copyOfRange(material, keyLength, keyLength + ivLength);
    try {
      Cipher cipher = Cipher.getInstance(jcaName);
      String algorithm = this == TRIPLE_DES_CBC ? "DESede" : "AES";
      cipher.init(
          mode,
          new SecretKeySpec(key, algorithm),
          tagLength > 0 ? new GCMParameterSpec(TAG_BITS, iv) : new IvParameterSpec(iv));
      return cipher.doFinal(source);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
