package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import java.util.Base64;

/**
 * What a .pub file may hold. For whoever shows, converts or revokes it; nothing here says that the
 * certificate is to be trusted.
 */
public sealed interface KeyOrCertificate {
  /** A key as it is. */
  record Plain(PublicKey key) implements KeyOrCertificate {
    @Override
    public KeyType type() {
      return key.type();
    }

    @Override
    public Bytes blob() {
      return key.blob();
    }
  }

  /** A certificate, whose signature verifies. */
  record Certified(Certificate certificate) implements KeyOrCertificate {
    @Override
    public KeyType type() {
      return certificate.type();
    }

    @Override
    public Bytes blob() {
      return certificate.blob();
    }

    @Override
    public PublicKey key() {
      return certificate.publicKey();
    }
  }

  KeyType type();

  /** The wire form. */
  Bytes blob();

  /** The key, or the key that is certified. */
  PublicKey key();

  /** The type's name and the blob in base64. */
  default String line() {
    return type().wireName() + " " + Base64.getEncoder().encodeToString(blob().toArray());
  }

  /**
   * Parses a blob of either kind.
   *
   * @throws MalformedException as {@link PublicKey#parse} and {@link Certificate#parse} do
   */
  static KeyOrCertificate parse(Bytes blob) throws MalformedException {
    return KeyType.ofBlob(blob).filter(KeyType::certificate).isPresent()
        ? new Certified(Certificate.parse(blob))
        : new Plain(PublicKey.parse(blob));
  }
}
