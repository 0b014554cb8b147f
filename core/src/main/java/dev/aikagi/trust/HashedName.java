package dev.aikagi.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code |1|salt|hash}: a host name of known_hosts as HMAC-SHA1 with the salt as its key. */
final class HashedName {
  private static final String MAGIC = "|1|";
  private static final int LENGTH = 20;
  private static final int MAX_SALT_TEXT = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] salt;
  private final String text;

  private HashedName(byte[] salt, String text) {
    this.salt = salt;
    this.text = text;
  }

  static boolean looksHashed(String hosts) {
    return hosts.startsWith("|");
  }

  /** Empty where it is no hash of this kind. */
  static Optional<HashedName> parse(String hosts) {
    int end = hosts.indexOf('|', MAGIC.length());
    if (!hosts.startsWith(MAGIC) || end < 0 || end - MAGIC.length() > MAX_SALT_TEXT) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(hosts.substring(MAGIC.length(), end));
      return salt.length == LENGTH ? Optional.of(new HashedName(salt, hosts)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean matches(String name) {
    return MessageDigest.isEqual(
        text(salt, name).getBytes(StandardCharsets.ISO_8859_1),
        text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * With a fresh salt.
   *
   * @param name as the lines hold it, a character for a byte
   */
  static String of(String name) {
    byte[] salt = new byte[LENGTH];
    RANDOM.nextBytes(salt);
    return text(salt, name);
  }

  private static String text(byte[] salt, String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.ISO_8859_1));
      Base64.Encoder base64 = Base64.getEncoder();
      return MAGIC + base64.encodeToString(salt) + "|" + base64.encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks HmacSHA1", e);
    }
  }
}
