package dev.aikagi.kex;

import dev.aikagi.crypto.X25519;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import javax.crypto.Cipher;

/**
 * Loads what nearly every first connection needs of the JDK's cryptography: providers, curves,
 * field arithmetic. It takes a new process some fifty milliseconds. A program that starts with
 * other work, such as names to look up or a person to ask, can have another thread do it meanwhile;
 * nothing else changes, and once more costs little.
 */
public final class Preparation {
  private Preparation() {}

  /** Safe for any thread; what is loaded is loaded once. */
  public static void run() {
    var _ = X25519.generate();
    try {
      var _ = Cipher.getInstance("AES/GCM/NoPadding");
      var _ = KeyFactory.getInstance("Ed25519");
      var _ = Signature.getInstance("Ed25519");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks a part of its cryptography", e);
    }
  }
}
