package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A file of revoked public keys, one a line: RevokedKeys of a server, RevokedHostKeys of a client.
 */
public final class RevokedKeys {
  private static final String KRL_MAGIC = "SSHKRL\n\0";

  private RevokedKeys() {}

  /**
   * Whether one of these keys or certificates stands in the file.
   *
   * @throws MalformedException where the file is not understood: what it was to forbid is not known
   *     then, so the caller refuses (CVE-2026-42508 and its kind)
   */
  public static boolean lists(byte[] file, Set<Bytes> blobs) throws MalformedException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (text.startsWith(KRL_MAGIC)) {
      throw new MalformedException(
          "key revocation lists are not read yet; list the keys as lines instead");
    }
    for (String line : text.split("\n", -1)) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#") && blobs.contains(blob(stripped))) {
        return true;
      }
    }
    return false;
  }

  private static Bytes blob(String line) throws MalformedException {
    Optional<Certificate> certificate = PublicKeyFile.certificate(line);
    if (certificate.isPresent()) {
      return certificate.get().blob();
    }
    return PublicKeyFile.line(line)
        .orElseThrow(() -> new MalformedException("a line without a public key"))
        .key()
        .blob();
  }
}
