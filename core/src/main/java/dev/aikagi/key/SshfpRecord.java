package dev.aikagi.key;

import dev.aikagi.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A fingerprint of a host key as the DNS holds it (RFC 4255, RFC 6594, RFC 7479).
 *
 * @param algorithm of the key: 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519
 * @param fingerprintType 1 for SHA-1, 2 for SHA-256
 */
public record SshfpRecord(int algorithm, int fingerprintType, Bytes fingerprint) {
  /** The hashes that have a number, in the order of their numbers. */
  public static final List<FingerprintHash> HASHES =
      List.of(FingerprintHash.SHA1, FingerprintHash.SHA256);

  /** The number of the record's type. */
  public static final int TYPE = 44;

  /** Two octets, and then the fingerprint. */
  private static final int HEAD = 2;

  /**
   * The record of a key. Empty where its type has no number, as keys of security keys have none.
   *
   * @param hash one of {@link #HASHES}
   * @throws IllegalArgumentException for another hash
   */
  public static Optional<SshfpRecord> of(PublicKey key, FingerprintHash hash) {
    int type = HASHES.indexOf(hash) + 1;
    if (type == 0) {
      throw new IllegalArgumentException("no SSHFP record is made with " + hash.label());
    }
    int algorithm = number(key.type());
    return algorithm == 0
        ? Optional.empty()
        : Optional.of(new SshfpRecord(algorithm, type, Fingerprint.of(key, hash).digest()));
  }

  private static int number(KeyType type) {
    return switch (type) {
      case SSH_RSA -> 1;
      case SSH_DSS -> 2;
      case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 -> 3;
      case SSH_ED25519 -> 4;
      default -> 0;
    };
  }

  /** All records of a key; none where its type has no number. */
  public static List<SshfpRecord> all(PublicKey key) {
    return HASHES.stream().flatMap(hash -> of(key, hash).stream()).toList();
  }

  /** Whether both are about keys of the same algorithm, by the same hash. */
  public boolean concerns(SshfpRecord other) {
    return algorithm == other.algorithm && fingerprintType == other.fingerprintType;
  }

  /** The line of a zone file. */
  public String line(String hostName) {
    return "%s IN SSHFP %d %d %s".formatted(hostName, algorithm, fingerprintType, hex());
  }

  /** The line for a name server that does not know the type (RFC 3597). */
  public String genericLine(String hostName) {
    return String.format(
        Locale.ROOT,
        "%s IN TYPE%d \\# %d %02x %02x %s",
        hostName,
        TYPE,
        HEAD + fingerprint.length(),
        algorithm,
        fingerprintType,
        hex());
  }

  private String hex() {
    return HexFormat.of().formatHex(fingerprint.toArray());
  }
}
