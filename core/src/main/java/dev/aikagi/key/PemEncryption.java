package dev.aikagi.key;

import dev.aikagi.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption of RFC 1421 headers as OpenSSL does it: the key is MD5 of passphrase and salt, one
 * round. Weak, and everywhere.
 */
final class PemEncryption {
  private PemEncryption() {}

  /** A row of DEK-Info names. */
  private record Dek(String name, String jcaName, String keyName, int keyLength, int ivLength) {}

  private static final List<Dek> DEKS =
      List.of(
          new Dek("AES-128-CBC", "AES/CBC/PKCS5Padding", "AES", 16, 16),
          new Dek("AES-192-CBC", "AES/CBC/PKCS5Padding", "AES", 24, 16),
          new Dek("AES-256-CBC", "AES/CBC/PKCS5Padding", "AES", 32, 16),
          new Dek("DES-EDE3-CBC", "DESede/CBC/PKCS5Padding", "DESede", 24, 8));

  static boolean applies(Armour armour) {
    return armour.header("Proc-Type").filter(v -> v.endsWith("ENCRYPTED")).isPresent();
  }

  /** The caller wipes the result. */
  static byte[] decrypt(Armour armour, SecretBytes passphrase) throws KeyFileException {
    String info =
        armour
            .header("DEK-Info")
            .orElseThrow(() -> KeyFileException.damaged("DEK-Info is missing"));
    int comma = info.indexOf(',');
    String name = comma < 0 ? info : info.substring(0, comma);
    Dek dek =
        DEKS.stream()
            .filter(d -> d.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new KeyFileException(
                        new KeyFileRefusal.UnsupportedProtection(
                            dev.aikagi.Printable.of(name, 64))));
    byte[] iv = hex(comma < 0 ? "" : info.substring(comma + 1).strip());
    if (iv.length != dek.ivLength()
        || armour.body().length() == 0
        || armour.body().length() % dek.ivLength() != 0) {
      throw KeyFileException.damaged("the encrypted part is not of whole blocks");
    }
    try {
      return run(Cipher.DECRYPT_MODE, dek, passphrase.expose(), iv, armour.body().expose());
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(new KeyFileRefusal.WrongPassphrase(), e);
    }
  }

  private static byte[] hex(String text) throws KeyFileException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(new KeyFileRefusal.Damaged("DEK-Info is not hex"), e);
    }
  }

  /** With AES-128, as ssh-keygen -m PEM writes it. */
  static Armour encrypt(String label, byte[] plain, SecretBytes passphrase) {
    byte[] iv = new byte[16];
    new SecureRandom().nextBytes(iv);
    Dek dek = DEKS.getFirst();
    try {
      byte[] sealed = run(Cipher.ENCRYPT_MODE, dek, passphrase.expose(), iv, plain);
      String hex = HexFormat.of().withUpperCase().formatHex(iv);
      return new Armour(
          label,
          List.of("Proc-Type: 4,ENCRYPTED", "DEK-Info: " + dek.name() + "," + hex),
          SecretBytes.taking(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks AES or MD5", e);
    }
  }

  private static byte[] run(int mode, Dek dek, byte[] passphrase, byte[] iv, byte[] source)
      throws GeneralSecurityException {
    byte[] key = new byte[dek.keyLength()];
    try {
      derive(key, passphrase, iv);
      Cipher cipher = Cipher.getInstance(dek.jcaName());
      cipher.init(mode, new SecretKeySpec(key, dek.keyName()), new IvParameterSpec(iv));
      return cipher.doFinal(source);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** OpenSSL's EVP_BytesToKey; the salt is the first half of the initialisation vector. */
  private static void derive(byte[] key, byte[] passphrase, byte[] iv)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] block = new byte[0];
    for (int done = 0; done < key.length; done += block.length) {
      md5.update(block);
      md5.update(passphrase);
      md5.update(iv, 0, 8);
      Arrays.fill(block, (byte) 0);
      block = md5.digest();
      System.arraycopy(block, 0, key, done, Math.min(block.length, key.length - done));
    }
    Arrays.fill(block, (byte) 0);
  }
}
