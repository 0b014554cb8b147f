package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;

/** {@link PublicKeyFile}: lines, RFC 4716, PEM, and certificates in two of them. */
public final class PublicKeyTarget {
  private PublicKeyTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws KeyFileException {
    try {
      PublicKeyFile.Entry entry = PublicKeyFile.read(data);
      Found.check(
          entry.key().equals(read(entry.key().line() + " x").key()), "another key in a line");
      Found.check(
          entry.key().equals(read(PublicKeyFile.rfc4716(entry.key(), "x")).key()),
          "another key in RFC 4716");
    } catch (KeyFileException e) {
      Found.oneLine(e.reason().summary());
    }
    try {
      Found.sayNothing(PublicKeyFile.readCertificate(data).line());
    } catch (KeyFileException e) {
      Found.oneLine(e.reason().summary());
    }
    try {
      PublicKeyFile.armouredCertificate(data).ifPresent(c -> Found.sayNothing(c.line()));
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
  }

  private static PublicKeyFile.Entry read(String text) throws KeyFileException {
    return PublicKeyFile.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
