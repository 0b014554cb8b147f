package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import java.util.Base64;
import java.util.Optional;

/** A public key. Immutable, with value equality. */
public sealed interface PublicKey
    permits Ed25519PublicKey, EcdsaPublicKey, RsaPublicKey, DsaPublicKey, SecurityKeyPublicKey {
  KeyType type();

  /** The wire form (RFC 4253 section 6.6). */
  Bytes blob();

  /** Size as people count it: the modulus for RSA and DSA, the field for a curve. */
  int bits();

  /**
   * Whether this signature blob ({@code string algorithm, string signature}) was made with this
   * algorithm over this data by the private half. False for every fault, never an exception
   * (CVE-2023-2283); an RSA key below {@link RsaPublicKey#DEFAULT_REQUIRED_BITS} and a security
   * key's signature without user presence are faults.
   */
  default boolean verify(SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob) {
    return verify(algorithm, data, signatureBlob, RsaPublicKey.DEFAULT_REQUIRED_BITS);
  }

  /** As above, with a required size of RSA keys of the caller's (RequiredRSASize), in bits. */
  boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits);

  /** Why this key must not be used where RSA keys need that many bits; empty where it may. */
  default Optional<KeyRefusal> refusal(int requiredRsaBits) {
    return Optional.empty();
  }

  /** The type's name and the blob in base64, as authorized_keys and .pub files have it. */
  default String line() {
    return type().wireName() + " " + Base64.getEncoder().encodeToString(blob().toArray());
  }

  /**
   * Parses a blob. Check {@link KeyType#ofBlob} against what is allowed first. Every number is
   * checked here: sizes, points on their curve, canonical form, no trailing byte.
   *
   * @throws MalformedException also for a type that is not known, and for certificates
   */
  static PublicKey parse(Bytes blob) throws MalformedException {
    return PublicKeyParser.parse(new WireReader(blob));
  }
}
