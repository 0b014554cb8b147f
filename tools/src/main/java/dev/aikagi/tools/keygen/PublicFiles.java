package dev.aikagi.tools.keygen;

import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the public key or certificate that a file name stands for: in the file, in the one with
 * .pub behind its name, or in the clear part of a private key.
 */
final class PublicFiles {
  private static final byte[] BEGIN = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);

  /** Where nothing is found, OpenSSH says so, whatever is wrong with the files that are there. */
  static final String NONE = "No such file or directory";

  private PublicFiles() {}

  /**
   * What was found.
   *
   * @param comment where there is none, the name of the file; empty for a private key
   */
  record Loaded(KeyOrCertificate key, String comment) {}

  static Optional<Loaded> load(String name) {
    return lines(name).or(() -> lines(name + ".pub")).or(() -> half(name));
  }

  /** The first line that is a key or a certificate. */
  static Optional<Loaded> lines(String name) {
    byte[] content = content(name);
    try {
      String text = new String(content, 0, beforePrivate(content), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (line.startsWith("#") || !(KeyLine.of(unindented(line)) instanceof KeyLine.Found f)) {
          continue;
        }
        return Optional.of(new Loaded(f.key(), f.comment().isEmpty() ? name : f.comment()));
      }
      return Optional.empty();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Optional<Loaded> half(String name) {
    byte[] content = content(name);
    try {
      return Optional.of(
          new Loaded(new KeyOrCertificate.Plain(PrivateKeyFile.publicHalf(content)), ""));
    } catch (IOException e) {
      // Of another format, or no key at all.
      return Optional.empty();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Empty for what cannot be read. */
  private static byte[] content(String name) {
    try {
      return PrivateKeyFile.content(Path.of(name));
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return new byte[0];
    }
  }

  /** A String cannot be wiped, so none is made of a private key. */
  private static int beforePrivate(byte[] content) {
    for (int i = 0; i + BEGIN.length <= content.length; i++) {
      boolean atStart = i == 0 || content[i - 1] == '\n';
      if (atStart && Arrays.equals(content, i, i + BEGIN.length, BEGIN, 0, BEGIN.length)) {
        return i;
      }
    }
    return content.length;
  }

  static String unindented(String line) {
    int start = 0;
    while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    return line.substring(start);
  }
}
