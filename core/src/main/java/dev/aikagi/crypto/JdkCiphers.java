package dev.aikagi.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The JDK's ciphers without checked exceptions for what every JDK has. */
final class JdkCiphers {
  private JdkCiphers() {}

  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + transformation, e);
    }
  }

  static void init(
      Cipher cipher, int mode, SecretKeySpec key, @Nullable AlgorithmParameterSpec spec) {
    try {
      cipher.init(mode, key, spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(cipher.getAlgorithm() + " refused its key", e);
    }
  }

  static IllegalStateException broken(Cipher cipher, GeneralSecurityException e) {
    return new IllegalStateException(cipher.getAlgorithm() + " failed", e);
  }
}
