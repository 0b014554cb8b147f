package dev.aikagi.tools.sshd;

import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The key that a client would offer.
 *
 * @param line as authorized_keys has it
 * @param publicFile the .pub file, where there is one
 * @param certificate where a certificate of the key is offered instead of the key itself
 */
record OfferedKey(
    Path path,
    PublicKey key,
    String line,
    Optional<Path> publicFile,
    Optional<Certificate> certificate) {

  /** As the server is shown it. */
  KeyOrCertificate shown() {
    return certificate
        .<KeyOrCertificate>map(KeyOrCertificate.Certified::new)
        .orElseGet(() -> new KeyOrCertificate.Plain(key));
  }

  /**
   * All that a client offers by the name of this file: the certificate that lies beside a key, and
   * the key.
   */
  static List<OfferedKey> all(Path path) throws KeyFileException, IOException {
    OfferedKey key = read(path);
    String name = String.valueOf(path.getFileName()).replaceFirst("\\.pub$", "");
    Path beside = path.resolveSibling(name + "-cert.pub");
    if (key.certificate().isPresent() || !Files.isRegularFile(beside)) {
      return List.of(key);
    }
    OfferedKey certified = read(beside);
    return certified.certificate().isPresent() && certified.key().equals(key.key())
        ? List.of(certified, key)
        : List.of(key);
  }

  /** Of either half. Of a private key that is encrypted, the file shows the public half. */
  static OfferedKey read(Path path) throws KeyFileException, IOException {
    byte[] content = PrivateKeyFile.content(path);
    try {
      Optional<Certificate> certificate = certificate(content);
      if (certificate.isPresent()) {
        PublicKey key = certificate.get().publicKey();
        return new OfferedKey(path, key, key.line(), Optional.empty(), certificate);
      }
      try {
        PublicKeyFile.Entry entry = PublicKeyFile.read(content);
        boolean asIs = new String(content, StandardCharsets.UTF_8).startsWith(entry.line());
        return new OfferedKey(
            path, entry.key(), entry.line(), Optional.of(path).filter(_ -> asIs), Optional.empty());
      } catch (KeyFileException e) {
        return ofPrivate(path, content);
      }
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Optional<Certificate> certificate(byte[] content) {
    try {
      String text = new String(content, StandardCharsets.UTF_8);
      return PublicKeyFile.certificate(text.lines().findFirst().orElse(""));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static OfferedKey ofPrivate(Path path, byte[] content)
      throws KeyFileException, IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".pub");
    PublicKey key = publicHalf(content, beside);
    if (Files.isRegularFile(beside)) {
      PublicKeyFile.Entry entry = PublicKeyFile.read(PrivateKeyFile.content(beside));
      if (entry.key().equals(key)) {
        return new OfferedKey(path, key, entry.line(), Optional.of(beside), Optional.empty());
      }
    }
    return new OfferedKey(path, key, key.line(), Optional.empty(), Optional.empty());
  }

  private static PublicKey publicHalf(byte[] content, Path beside)
      throws KeyFileException, IOException {
    switch (PrivateKeyFile.read(content, null)) {
      case PrivateKeyFile.Loaded loaded -> {
        try (var pair = loaded.key()) {
          return pair.publicKey();
        }
      }
      case PrivateKeyFile.Refused refused -> {
        try {
          return PrivateKeyFile.publicHalf(content);
        } catch (KeyFileException e) {
          if (Files.isRegularFile(beside)) {
            return PublicKeyFile.read(PrivateKeyFile.content(beside)).key();
          }
          return refused.orThrow().key().publicKey();
        }
      }
    }
  }

  static String fault(IOException e) {
    return e instanceof KeyFileException k ? k.reason().summary() : FileFault.sentence(e);
  }
}
