package dev.aikagi.kex;

import dev.aikagi.crypto.Curve25519;
import dev.aikagi.crypto.MlKem768;
import dev.aikagi.crypto.X25519;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * Loads what nearly every first connection needs of cryptography: providers, curves, field
 * arithmetic, and makes the ML-KEM pair of the next key exchange. It takes a new process some fifty
 * milliseconds. A program that starts with other work, such as names to look up or a person to ask,
 * can have another thread do it meanwhile; nothing else changes, and once more costs little.
 */
public final class Preparation {
  private Preparation() {}

  /** Safe for any thread; what is loaded is loaded once. */
  public static void run() {
    // In the order that a connection asks for them.
    try {
      var _ = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks a part of its cryptography", e);
    }
    X25519.generate().close();
    MlKem768.prepare();
    var _ = Curve25519.best().ed25519PublicKey(new byte[Curve25519.LENGTH]);
  }
}
