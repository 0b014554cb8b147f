package dev.aikagi.key;

import java.util.Optional;

/** The hashes that a fingerprint may have (FingerprintHash, ssh-keygen -E). */
public enum FingerprintHash {
  SHA256("SHA256", "SHA-256"),
  MD5("MD5", "MD5"),
  SHA1("SHA1", "SHA-1"),
  SHA384("SHA384", "SHA-384"),
  SHA512("SHA512", "SHA-512");

  private final String label;
  private final String jcaName;

  FingerprintHash(String label, String jcaName) {
    this.label = label;
    this.jcaName = jcaName;
  }

  /** The name before the colon of a fingerprint. */
  public String label() {
    return label;
  }

  String jcaName() {
    return jcaName;
  }

  /** In any case of letters, as OpenSSH takes it. */
  public static Optional<FingerprintHash> named(String name) {
    for (FingerprintHash h : values()) {
      if (h.label.equalsIgnoreCase(name)) {
        return Optional.of(h);
      }
    }
    return Optional.empty();
  }
}
