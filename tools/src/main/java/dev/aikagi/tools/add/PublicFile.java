package dev.aikagi.tools.add;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key or a certificate out of a file.
 *
 * @param comment null where the file can have none
 */
record PublicFile(KeyOrCertificate key, @Nullable String comment) {
  Optional<Certificate> certificate() {
    return key instanceof KeyOrCertificate.Certified certified
        ? Optional.of(certified.certificate())
        : Optional.empty();
  }

  /**
   * As OpenSSH looks for one: in the file, in the one beside it with .pub, and in the clear part of
   * a private key.
   *
   * @throws NoSuchFileException also where there is a file and nothing of the kind in it
   */
  static PublicFile load(String name) throws IOException {
    for (String candidate : new String[] {name, name + ".pub"}) {
      Optional<PublicFile> found = read(Path.of(candidate));
      if (found.isPresent()) {
        return found.get().namedAfter(candidate);
      }
    }
    byte[] content = PrivateKeyFile.content(Path.of(name));
    try {
      PublicKey key = PrivateKeyFile.publicHalf(content);
      return new PublicFile(new KeyOrCertificate.Plain(key), null);
    } catch (IOException e) {
      throw new NoSuchFileException(name);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The same; where it has no comment, the file's name is one. */
  PublicFile namedAfter(String file) {
    return new PublicFile(key, comment == null || comment.isEmpty() ? file : comment);
  }

  /** Of the first line that is one; empty where there is no such file or line. */
  static Optional<PublicFile> read(Path file) throws IOException {
    byte[] content;
    try {
      content = PrivateKeyFile.content(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return new String(content, StandardCharsets.UTF_8)
          .lines()
          .map(PublicFile::line)
          .flatMap(Optional::stream)
          .findFirst();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Of one line; empty where it is none. */
  static Optional<PublicFile> line(String line) {
    return KeyLine.of(line.strip()) instanceof KeyLine.Found(KeyOrCertificate key, String comment)
        ? Optional.of(new PublicFile(key, comment))
        : Optional.empty();
  }

  /** OpenSSH's words for why there is none. */
  static String words(IOException e) {
    return FileFault.sentence(e);
  }
}
