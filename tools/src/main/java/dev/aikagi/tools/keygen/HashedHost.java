package dev.aikagi.tools.keygen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A host name that the file does not show: {@code |1|salt|HMAC-SHA1(salt, name)}. */
final class HashedHost {
  private static final String MAGIC = "|1|";
  private static final int LENGTH = 20;

  private final byte[] salt;
  private final byte[] hash;

  private HashedHost(byte[] salt, byte[] hash) {
    this.salt = salt;
    this.hash = hash;
  }

  static HashedHost of(String host) {
    byte[] salt = new byte[LENGTH];
    new SecureRandom().nextBytes(salt);
    return new HashedHost(salt, hmac(salt, host));
  }

  /** Empty where the field is not of this form. */
  static Optional<HashedHost> parse(String field) {
    int bar = field.indexOf('|', MAGIC.length());
    if (!field.startsWith(MAGIC) || bar < 0) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(field.substring(MAGIC.length(), bar));
      byte[] hash = Base64.getDecoder().decode(field.substring(bar + 1));
      return salt.length == LENGTH && hash.length == LENGTH
          ? Optional.of(new HashedHost(salt, hash))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean matches(String host) {
    return MessageDigest.isEqual(hash, hmac(salt, host));
  }

  private static byte[] hmac(byte[] salt, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks HMAC-SHA1", e);
    }
  }

  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return MAGIC + base64.encodeToString(salt) + "|" + base64.encodeToString(hash);
  }
}
