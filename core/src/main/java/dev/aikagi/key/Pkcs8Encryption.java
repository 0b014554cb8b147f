package dev.aikagi.key;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** EncryptedPrivateKeyInfo: PBES2 (RFC 8018 section 6.2) and two old schemes, read only. */
final class Pkcs8Encryption {
  /** What OpenSSL has written since 1.1; OpenSSH leaves it at that. */
  private static final int WRITTEN_ITERATIONS = 2048;

  /** Several seconds of HMAC. */
  static final int MAX_ITERATIONS = 10_000_000;

  private static final int SALT = 16;

  private Pkcs8Encryption() {}

  /** A cipher row of RFC 8018 appendix B.2. */
  private record Scheme(String identifier, String jcaName, String keyName, int keyLength, int iv) {}

  private static Scheme scheme(String identifier) throws KeyFileException {
    return switch (identifier) {
      case Identifiers.AES128_CBC -> new Scheme(identifier, "AES/CBC/PKCS5Padding", "AES", 16, 16);
      case Identifiers.AES192_CBC -> new Scheme(identifier, "AES/CBC/PKCS5Padding", "AES", 24, 16);
      case Identifiers.AES256_CBC -> new Scheme(identifier, "AES/CBC/PKCS5Padding", "AES", 32, 16);
      case Identifiers.TRIPLE_DES_CBC ->
          new Scheme(identifier, "DESede/CBC/PKCS5Padding", "DESede", 24, 8);
      default -> throw unsupported(identifier);
    };
  }

  private static String mac(String identifier) throws KeyFileException {
    return switch (identifier) {
      case Identifiers.HMAC_SHA1 -> "HmacSHA1";
      case Identifiers.HMAC_SHA224 -> "HmacSHA224";
      case Identifiers.HMAC_SHA256 -> "HmacSHA256";
      case Identifiers.HMAC_SHA384 -> "HmacSHA384";
      case Identifiers.HMAC_SHA512 -> "HmacSHA512";
      default -> throw unsupported(identifier);
    };
  }

  private static KeyFileException unsupported(String identifier) {
    return new KeyFileException(
        new KeyFileRefusal.UnsupportedProtection("the scheme with the identifier " + identifier));
  }

  /** The decrypted structure; a padding fault means a wrong passphrase. The caller wipes it. */
  static byte[] decrypt(byte[] der, SecretBytes passphrase)
      throws MalformedException, KeyFileException {
    DerReader in = Pkcs1.sequence(der);
    DerReader algorithm = in.enter(DerReader.SEQUENCE);
    byte[] sealed = in.read(DerReader.OCTET_STRING);
    in.expectEnd();
    String identifier = algorithm.readIdentifier();
    DerReader parameters = algorithm.enter(DerReader.SEQUENCE);
    try {
      return switch (identifier) {
        case Identifiers.PBES2 -> pbes2(parameters, passphrase, sealed);
        case Identifiers.PBE_MD5_DES -> old("PBEWithMD5AndDES", parameters, passphrase, sealed);
        case Identifiers.PBE_SHA1_3DES ->
            old("PBEWithSHA1AndDESede", parameters, passphrase, sealed);
        default -> throw unsupported(identifier);
      };
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(new KeyFileRefusal.WrongPassphrase(), e);
    }
  }

  private static byte[] pbes2(DerReader parameters, SecretBytes passphrase, byte[] sealed)
      throws MalformedException, KeyFileException, GeneralSecurityException {
    DerReader kdf = parameters.enter(DerReader.SEQUENCE);
    DerReader cipher = parameters.enter(DerReader.SEQUENCE);
    parameters.expectEnd();
    String kdfName = kdf.readIdentifier();
    if (!kdfName.equals(Identifiers.PBKDF2)) {
      throw unsupported(kdfName);
    }
    Scheme scheme = scheme(cipher.readIdentifier());
    byte[] iv = cipher.read(DerReader.OCTET_STRING);
    if (iv.length != scheme.iv() || sealed.length == 0 || sealed.length % scheme.iv() != 0) {
      throw new MalformedException("the encrypted part is not of whole blocks");
    }
    DerReader in = kdf.enter(DerReader.SEQUENCE);
    byte[] salt = in.read(DerReader.OCTET_STRING);
    int iterations = iterations(in.readSmall());
    if (in.peek() == DerReader.INTEGER && in.readSmall() != scheme.keyLength()) {
      throw new MalformedException("the key length does not fit the cipher");
    }
    String prf = Identifiers.HMAC_SHA1;
    if (!in.atEnd()) {
      prf = in.enter(DerReader.SEQUENCE).readIdentifier();
    }
    byte[] key = pbkdf2(mac(prf), passphrase.expose(), salt, iterations, scheme.keyLength());
    return cipher(Cipher.DECRYPT_MODE, scheme, key, iv, sealed);
  }

  private static int iterations(int count) throws KeyFileException {
    if (count < 1 || count > MAX_ITERATIONS) {
      throw new KeyFileException(
          new KeyFileRefusal.TooCostly("an iteration count", count, MAX_ITERATIONS));
    }
    return count;
  }

  private static byte[] cipher(int mode, Scheme scheme, byte[] key, byte[] iv, byte[] source)
      throws GeneralSecurityException {
    try {
      Cipher cipher = Cipher.getInstance(scheme.jcaName());
      cipher.init(mode, new SecretKeySpec(key, scheme.keyName()), new IvParameterSpec(iv));
      return cipher.doFinal(source);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The JDK's own takes characters and encodes them as it likes; a passphrase here is bytes. */
  static byte[] pbkdf2(String macName, byte[] password, byte[] salt, int iterations, int length)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(macName);
    // HMAC pads its key with zeros, so that one zero stands for the empty key, which the JDK bars.
    mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, macName));
    byte[] out = new byte[length];
    int done = 0;
    for (int block = 1; done < length; block++) {
      mac.update(salt);
      mac.update(new byte[] {0, 0, 0, (byte) block});
      byte[] u = mac.doFinal();
      byte[] sum = u.clone();
      for (int i = 1; i < iterations; i++) {
        mac.update(u);
        finish(mac, u);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= u[j];
        }
      }
      Arrays.fill(u, (byte) 0);
      int count = Math.min(sum.length, length - done);
      System.arraycopy(sum, 0, out, done, count);
      Arrays.fill(sum, (byte) 0);
      done += count;
    }
    return out;
  }

  /** Into the same array, of which millions would be left behind otherwise. */
  private static void finish(Mac mac, byte[] target) {
    try {
      mac.doFinal(target, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("a MAC longer than itself", e);
    }
  }

  /** PBES1 and PKCS#12's scheme, which old OpenSSL wrote; the JDK's take ASCII only. */
  private static byte[] old(
      String name, DerReader parameters, SecretBytes passphrase, byte[] sealed)
      throws MalformedException, KeyFileException, GeneralSecurityException {
    byte[] salt = parameters.read(DerReader.OCTET_STRING);
    int iterations = iterations(parameters.readSmall());
    parameters.expectEnd();
    if (salt.length != 8 || sealed.length == 0 || sealed.length % 8 != 0) {
      throw new MalformedException("salt or ciphertext of a wrong length");
    }
    // Latin-1 is one character a byte: the array of the buffer is the passphrase and no more.
    char[] chars =
        StandardCharsets.ISO_8859_1.decode(java.nio.ByteBuffer.wrap(passphrase.expose())).array();
    PBEKeySpec spec = new PBEKeySpec(chars);
    Arrays.fill(chars, '\0');
    try {
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(name).generateSecret(spec),
          new PBEParameterSpec(salt, iterations));
      return cipher.doFinal(sealed);
    } finally {
      spec.clearPassword();
    }
  }

  /** As OpenSSH writes it: PBKDF2 with HMAC-SHA-256, AES-128-CBC. */
  static byte[] encrypt(byte[] plain, SecretBytes passphrase) {
    try {
      SecureRandom random = new SecureRandom();
      byte[] salt = new byte[SALT];
      byte[] iv = new byte[16];
      random.nextBytes(salt);
      random.nextBytes(iv);
      Scheme scheme = scheme(Identifiers.AES128_CBC);
      byte[] key =
          pbkdf2("HmacSHA256", passphrase.expose(), salt, WRITTEN_ITERATIONS, scheme.keyLength());
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, scheme, key, iv, plain);
      return Pkcs1.sequence(
          new DerWriter()
              .element(DerReader.SEQUENCE, parameters(salt, iv))
              .element(DerReader.OCTET_STRING, sealed));
    } catch (GeneralSecurityException | KeyFileException e) {
      throw new IllegalStateException("the JDK lacks AES or HMAC-SHA-256", e);
    }
  }

  private static DerWriter parameters(byte[] salt, byte[] iv) {
    DerWriter prf = new DerWriter().identifier(Identifiers.HMAC_SHA256).nothing();
    DerWriter kdfParameters =
        new DerWriter()
            .element(DerReader.OCTET_STRING, salt)
            .integer(WRITTEN_ITERATIONS)
            .element(DerReader.SEQUENCE, prf);
    DerWriter kdf =
        new DerWriter().identifier(Identifiers.PBKDF2).element(DerReader.SEQUENCE, kdfParameters);
    DerWriter cipher =
        new DerWriter().identifier(Identifiers.AES128_CBC).element(DerReader.OCTET_STRING, iv);
    DerWriter both =
        new DerWriter().element(DerReader.SEQUENCE, kdf).element(DerReader.SEQUENCE, cipher);
    return new DerWriter().identifier(Identifiers.PBES2).element(DerReader.SEQUENCE, both);
  }
}
