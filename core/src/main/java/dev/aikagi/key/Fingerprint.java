package dev.aikagi.key;

import dev.aikagi.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The hash of a key's blob, as people compare it. */
public record Fingerprint(FingerprintHash hash, Bytes digest) {
  /** SHA-256, the default. */
  public static Fingerprint of(PublicKey key) {
    return of(key.blob(), FingerprintHash.SHA256);
  }

  public static Fingerprint of(PublicKey key, FingerprintHash hash) {
    return of(key.blob(), hash);
  }

  /** Also for blobs that are not parsed: certificates, unknown types. */
  public static Fingerprint of(Bytes blob, FingerprintHash hash) {
    try {
      MessageDigest digest = MessageDigest.getInstance(hash.jcaName());
      return new Fingerprint(hash, Bytes.of(digest.digest(blob.toArray())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks " + hash.jcaName(), e);
    }
  }

  /** {@code SHA256:} and base64 without padding, or {@code MD5:} and hex with colons. */
  @Override
  public String toString() {
    byte[] raw = digest.toArray();
    String text =
        hash == FingerprintHash.MD5
            ? HexFormat.ofDelimiter(":").formatHex(raw)
            : Base64.getEncoder().withoutPadding().encodeToString(raw);
    return hash.label() + ":" + text;
  }
}
