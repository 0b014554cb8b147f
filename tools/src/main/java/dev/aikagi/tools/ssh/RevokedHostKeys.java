package dev.aikagi.tools.ssh;

import dev.aikagi.MalformedException;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.RevokedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * RevokedHostKeys: a key revocation list, or public keys, one a line. A file that cannot be read or
 * understood revokes every key, since what it was to forbid is not known (CVE-2026-42508 and its
 * kind).
 */
final class RevokedHostKeys {
  private RevokedHostKeys() {}

  /** Whether the configuration lets this key pass; says why not. */
  static boolean allow(ClientConfig config, PublicKey key, Log log) {
    return allow(config, key.type(), key, file -> RevokedKeys.lists(file, key), log);
  }

  /** The same for a certificate: its key and its authority's key are looked for too. */
  static boolean allow(ClientConfig config, Certificate c, Log log) {
    return allow(config, c.type(), c.publicKey(), file -> RevokedKeys.lists(file, c), log);
  }

  private interface Question {
    boolean revoked(byte[] file) throws MalformedException;
  }

  private static boolean allow(
      ClientConfig config, KeyType type, PublicKey key, Question question, Log log) {
    Optional<String> file = config.value(ClientKeywords.REVOKED_HOST_KEYS);
    if (file.isEmpty()) {
      return true;
    }
    String named = "host key " + type.shortName() + " " + Fingerprint.of(key);
    try {
      String path = config.expandFile(file.get());
      if (question.revoked(Files.readAllBytes(Path.of(path)))) {
        log.error(named.replaceFirst("host", "Host") + " revoked by file " + path);
        return false;
      }
      return true;
    } catch (IOException e) {
      log.error(
          "Error checking " + named + " in revoked keys file " + file.get() + ": " + cause(e));
      return false;
    }
  }

  private static String cause(IOException e) {
    return e instanceof NoSuchFileException
        ? "No such file or directory"
        : String.valueOf(e.getMessage());
  }
}
