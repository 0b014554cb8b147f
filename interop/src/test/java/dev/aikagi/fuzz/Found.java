package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the targets share: one authority that is always the same, and how they report. */
final class Found {
  /** Of nobody: a key of the tests, so that an input means the same in every run. */
  private static final String KEY =
      """
      -----BEGIN OPENSSH PRIVATE KEY-----
      b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
      QyNTUxOQAAACBNzCXjmzuddvqseRpiLIUAiLopEQH6b60Y1Sja62jMvQAAAJiFJzFmhScx
      ZgAAAAtzc2gtZWQyNTUxOQAAACBNzCXjmzuddvqseRpiLIUAiLopEQH6b60Y1Sja62jMvQ
      AAAEC7lsNZKacIxByr2qJWtyDty4Lv2HM8vX3Lx4B4mxCKU03MJeObO512+qx5GmIshQCI
      uikRAfpvrRjVKNrraMy9AAAAD2VkMjU1MTlAZXhhbXBsZQECAwQFBg==
      -----END OPENSSH PRIVATE KEY-----
      """;

  static final PrivateKey AUTHORITY = authority();

  /** Another key of nobody's. */
  static final PublicKey OTHER = other();

  /** Serial number 64 with a key ID of "id". */
  static final Certificate CERTIFICATE = certificate();

  private Found() {}

  private static PrivateKey authority() {
    try {
      return PrivateKeyFile.read(KEY.getBytes(StandardCharsets.US_ASCII), null).orThrow().key();
    } catch (KeyFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PublicKey other() {
    String line =
        "ssh-ed25519" + " AAAAC3NzaC1lZDI1NTE5AAAAIM7R5V78A2YX+Le22JC9LYK2r5mFi7sQXPQAWr6oO2LW";
    try {
      return PublicKeyFile.read(line.getBytes(StandardCharsets.US_ASCII)).key();
    } catch (KeyFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate certificate() {
    try {
      return CertificateBuilder.user(AUTHORITY.publicKey(), "id")
          .principals(List.of("a"))
          .serial(64)
          .sign(AUTHORITY);
    } catch (SshException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(Bytes blob) {
    return Base64.getEncoder().encodeToString(blob.toArray());
  }

  static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalStateException(wrong);
    }
  }

  /** A reason, as it goes to a terminal or a log. */
  static void oneLine(String reason) {
    check(!reason.isEmpty(), "no reason");
    check(reason.chars().noneMatch(Character::isISOControl), "a reason that writes elsewhere");
  }

  /** Only that it can be made is of interest. */
  static void sayNothing(Object made) {
    check(!made.toString().equals("\0"), "");
  }
}
