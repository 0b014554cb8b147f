package dev.aikagi.tools.ssh;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What files show of an identity without a passphrase.
 *
 * @param key the one in the certificate, where there is one
 */
record ShownKey(PublicKey key, Optional<Certificate> certificate) {
  /** Of the certificate, where there is one. */
  KeyType type() {
    return certificate.isPresent() ? certificate.get().type() : key.type();
  }

  /**
   * In OpenSSH's order: the file itself, the .pub file beside it, the public half within a private
   * key. Empty where all of them are missing, unreadable or of a format that hides it: then the key
   * is tried unseen.
   */
  static Optional<ShownKey> of(String name) {
    Path file = Path.of(name);
    // What is no regular file may be read once only, and that is for whoever opens the key.
    if (Files.isRegularFile(file) && !PrivateKeys.looksLikeOne(file)) {
      Optional<ShownKey> itself = inLines(file);
      if (itself.isPresent()) {
        return itself;
      }
    }
    Optional<ShownKey> beside = inLines(Path.of(name + ".pub"));
    return beside.isPresent() ? beside : half(file);
  }

  /** Whether a file has a public half, or a certificate, and nothing that others may not read. */
  static boolean isIn(Path file) {
    return Files.isRegularFile(file)
        && !PrivateKeys.looksLikeOne(file)
        && inLines(file).isPresent();
  }

  private static Optional<ShownKey> inLines(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      byte[] content = PrivateKeyFile.content(file);
      try {
        return Optional.of(new ShownKey(PublicKeyFile.read(content).key(), Optional.empty()));
      } catch (KeyFileException e) {
        // Perhaps since it is a certificate.
        Certificate certificate = PublicKeyFile.readCertificate(content);
        return Optional.of(new ShownKey(certificate.publicKey(), Optional.of(certificate)));
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (IOException e) {
      // ssh goes on without it; ssh-doctor looks more closely.
      return Optional.empty();
    }
  }

  private static Optional<ShownKey> half(Path file) {
    byte[] content = new byte[0];
    try {
      content = PrivateKeyFile.content(file);
      return Optional.of(new ShownKey(PrivateKeyFile.publicHalf(content), Optional.empty()));
    } catch (IOException e) {
      // No such file, or a format that hides its public half.
      return Optional.empty();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
