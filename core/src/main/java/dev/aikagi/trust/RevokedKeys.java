package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.RevocationList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A file of revoked public keys, a key revocation list or one key a line: RevokedKeys of a server,
 * RevokedHostKeys of a client.
 */
public final class RevokedKeys {
  private RevokedKeys() {}

  /**
   * Whether the file revokes this key.
   *
   * @throws MalformedException where the file is not understood: what it was to forbid is not known
   *     then, so the caller refuses (CVE-2026-42508 and its kind)
   */
  public static boolean lists(byte[] file, PublicKey key) throws MalformedException {
    return RevocationList.is(file)
        ? RevocationList.parse(file).revokes(key)
        : lines(file, List.of(key.blob()));
  }

  /**
   * Whether it revokes this certificate, its key, or the key of its authority.
   *
   * @throws MalformedException as for a key
   */
  public static boolean lists(byte[] file, Certificate c) throws MalformedException {
    return RevocationList.is(file)
        ? RevocationList.parse(file).revokes(c)
        // Whoever signs a certificate of his own key has the same one twice.
        : lines(file, List.of(c.publicKey().blob(), c.signatureKey().blob()));
  }

  private static boolean lines(byte[] file, List<Bytes> blobs) throws MalformedException {
    for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#") && blobs.contains(blob(stripped))) {
        return true;
      }
    }
    return false;
  }

  /** A line that is a certificate revokes the key in it, as with OpenSSH. */
  private static Bytes blob(String line) throws MalformedException {
    Optional<Certificate> certificate = PublicKeyFile.certificate(line);
    if (certificate.isPresent()) {
      return certificate.get().publicKey().blob();
    }
    return PublicKeyFile.line(line)
        .orElseThrow(() -> new MalformedException("a line without a public key"))
        .key()
        .blob();
  }
}
