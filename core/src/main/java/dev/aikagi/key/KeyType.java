package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What kind of key a blob holds: the first string of the blob. Certificates have types of their
 * own; a {@link Certificate} is never parsed into a key.
 */
public enum KeyType {
  SSH_ED25519("ssh-ed25519", "ED25519"),
  ECDSA_SHA2_NISTP256("ecdsa-sha2-nistp256", "ECDSA"),
  ECDSA_SHA2_NISTP384("ecdsa-sha2-nistp384", "ECDSA"),
  ECDSA_SHA2_NISTP521("ecdsa-sha2-nistp521", "ECDSA"),
  SK_SSH_ED25519("sk-ssh-ed25519@openssh.com", "ED25519-SK"),
  SK_ECDSA_SHA2_NISTP256("sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK"),
  SSH_RSA("ssh-rsa", "RSA"),
  SSH_DSS("ssh-dss", "DSA"),
  SSH_ED25519_CERT("ssh-ed25519-cert-v01@openssh.com", "ED25519-CERT", SSH_ED25519),
  ECDSA_SHA2_NISTP256_CERT(
      "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ECDSA-CERT", ECDSA_SHA2_NISTP256),
  ECDSA_SHA2_NISTP384_CERT(
      "ecdsa-sha2-nistp384-cert-v01@openssh.com", "ECDSA-CERT", ECDSA_SHA2_NISTP384),
  ECDSA_SHA2_NISTP521_CERT(
      "ecdsa-sha2-nistp521-cert-v01@openssh.com", "ECDSA-CERT", ECDSA_SHA2_NISTP521),
  SK_SSH_ED25519_CERT("sk-ssh-ed25519-cert-v01@openssh.com", "ED25519-SK-CERT", SK_SSH_ED25519),
  SK_ECDSA_SHA2_NISTP256_CERT(
      "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", "ECDSA-SK-CERT", SK_ECDSA_SHA2_NISTP256),
  SSH_RSA_CERT("ssh-rsa-cert-v01@openssh.com", "RSA-CERT", SSH_RSA),
  SSH_DSS_CERT("ssh-dss-cert-v01@openssh.com", "DSA-CERT", SSH_DSS);

  private static final List<KeyType> ALL = List.of(values());

  private final String wireName;
  private final String shortName;
  private final @Nullable KeyType certified;

  KeyType(String wireName, String shortName) {
    this(wireName, shortName, null);
  }

  KeyType(String wireName, String shortName, @Nullable KeyType certified) {
    this.wireName = wireName;
    this.shortName = shortName;
    this.certified = certified;
  }

  /** The name in blobs and key files, such as {@code ssh-ed25519}. */
  public String wireName() {
    return wireName;
  }

  /** The name that people read in logs, randomart and {@code ssh-keygen -l}, such as ED25519. */
  public String shortName() {
    return shortName;
  }

  public boolean certificate() {
    return certified != null;
  }

  /** The type of the key that a certificate of this type certifies; itself for a plain key. */
  public KeyType plain() {
    return certified != null ? certified : this;
  }

  /**
   * The type of certificates of keys of this type. Empty for a certificate, which is not certified
   * again, and for DSA, of which no certificate is read.
   */
  public Optional<KeyType> certificateType() {
    for (KeyType t : ALL) {
      if (t.certified == this && this != SSH_DSS) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  /** Held by a FIDO authenticator: its signatures carry flags and a counter. */
  public boolean securityKey() {
    return plain() == SK_SSH_ED25519 || plain() == SK_ECDSA_SHA2_NISTP256;
  }

  /** The curve of an ECDSA type as blobs name it, such as nistp256; empty for every other type. */
  Optional<NistCurve> curve() {
    return switch (plain()) {
      case ECDSA_SHA2_NISTP256, SK_ECDSA_SHA2_NISTP256 -> Optional.of(NistCurve.NISTP256);
      case ECDSA_SHA2_NISTP384 -> Optional.of(NistCurve.NISTP384);
      case ECDSA_SHA2_NISTP521 -> Optional.of(NistCurve.NISTP521);
      default -> Optional.empty();
    };
  }

  public static Optional<KeyType> named(String wireName) {
    for (KeyType t : ALL) {
      if (t.wireName.equals(wireName)) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  /**
   * The type of this blob, and nothing else of it is read: a caller compares it with what it allows
   * before it spends time on {@link PublicKey#parse} (CVE-2026-39829). Empty for a type that is not
   * known.
   */
  public static Optional<KeyType> ofBlob(Bytes blob) throws MalformedException {
    return named(new WireReader(blob).readName());
  }

  @Override
  public String toString() {
    return wireName;
  }
}
