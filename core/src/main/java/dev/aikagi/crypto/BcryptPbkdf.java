package dev.aikagi.crypto;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** bcrypt_pbkdf of OpenBSD: the passphrase function of the openssh-key-v1 file format. */
public final class BcryptPbkdf {
  /** Beyond this a key file is an attack on the time of its reader: about a minute. */
  public static final int MAX_ROUNDS = 16 * 1024;

  private static final int MAX_KEY = 1024;
  private static final int OUTPUT = 32;
  private static final int HASH = 64;
  private static final byte[] MAGIC =
      "OxychromaticBlowfishSwatDynamite".getBytes(StandardCharsets.US_ASCII);

  private final Blowfish blowfish = new Blowfish();
  private final MessageDigest sha512;
  private final int[] passphraseWords = new int[HASH / 4];
  private final int[] saltWords = new int[HASH / 4];
  private final byte[] hashed = new byte[HASH];

  private BcryptPbkdf() {
    try {
      sha512 = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-512", e);
    }
  }

  /**
   * Derives a key. The time is proportional to rounds and to the key's length; the caller has
   * checked the rounds of a file that it does not trust.
   *
   * @param keyLength 1 to 1024 bytes
   * @return for the caller to wipe
   * @throws IllegalArgumentException for an empty passphrase or salt, or numbers out of range
   */
  public static byte[] derive(byte[] passphrase, byte[] salt, int rounds, int keyLength) {
    if (passphrase.length == 0
        || salt.length == 0
        || rounds < 1
        || rounds > MAX_ROUNDS
        || keyLength < 1
        || keyLength > MAX_KEY) {
      throw new IllegalArgumentException("bcrypt_pbkdf out of its range");
    }
    BcryptPbkdf state = new BcryptPbkdf();
    try {
      return state.run(passphrase, salt, rounds, keyLength);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-512 failed", e);
    } finally {
      state.wipe();
    }
  }

  private byte[] run(byte[] passphrase, byte[] salt, int rounds, int keyLength)
      throws DigestException {
    byte[] key = new byte[keyLength];
    byte[] block = new byte[OUTPUT];
    byte[] sum = new byte[OUTPUT];
    byte[] number = new byte[4];
    hash(passphrase);
    words(hashed, passphraseWords);
    int stride = (keyLength + OUTPUT - 1) / OUTPUT;
    for (int count = 1; count <= stride; count++) {
      Words.putIntBe(number, 0, count);
      sha512.update(salt);
      hash(number);
      bcrypt(block);
      System.arraycopy(block, 0, sum, 0, OUTPUT);
      for (int round = 1; round < rounds; round++) {
        hash(block);
        bcrypt(block);
        for (int i = 0; i < OUTPUT; i++) {
          sum[i] ^= block[i];
        }
      }
      // The blocks are interleaved, so that no part of the key costs less than the whole.
      for (int i = count - 1, from = 0; i < keyLength; i += stride, from++) {
        key[i] = sum[from];
      }
    }
    Arrays.fill(block, (byte) 0);
    Arrays.fill(sum, (byte) 0);
    return key;
  }

  private void hash(byte[] input) throws DigestException {
    sha512.update(input);
    sha512.digest(hashed, 0, HASH);
  }

  /** bcrypt of the two hashes, with 2^6 expansions instead of a cost. */
  private void bcrypt(byte[] target) {
    words(hashed, saltWords);
    blowfish.reset();
    blowfish.expand(saltWords, passphraseWords);
    for (int i = 0; i < 64; i++) {
      blowfish.expand(saltWords);
      blowfish.expand(passphraseWords);
    }
    int[] text = new int[OUTPUT / 4];
    words(MAGIC, text);
    for (int i = 0; i < 64; i++) {
      blowfish.encrypt(text);
    }
    for (int i = 0; i < text.length; i++) {
      Words.putIntLe(target, 4 * i, text[i]);
    }
    Arrays.fill(text, 0);
  }

  private static void words(byte[] source, int[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = Words.intBe(source, 4 * i);
    }
  }

  private void wipe() {
    blowfish.wipe();
    Arrays.fill(passphraseWords, 0);
    Arrays.fill(saltWords, 0);
    Arrays.fill(hashed, (byte) 0);
    sha512.reset();
  }
}
