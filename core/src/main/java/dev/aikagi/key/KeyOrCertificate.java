package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import java.util.Base64;

/**
 * What a .pub file may hold, and what a client may show by publickey: a key, or an authority's
 * certificate of one. Nothing here says that the certificate is to be trusted.
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

    @Override
    public String description() {
      return key.type().shortName() + " " + Fingerprint.of(key);
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

    @Override
    public String description() {
      return certificate.type().shortName()
          + " "
          + Fingerprint.of(key())
          + " ID "
          // The authority chose it, and a log has one line for each thing.
          + Printable.of(certificate.keyId(), 256)
          + " (serial "
          + Long.toUnsignedString(certificate.serial())
          + ") CA "
          + certificate.signatureKey().type().shortName()
          + " "
          + Fingerprint.of(certificate.signatureKey());
    }
  }

  KeyType type();

  /** The wire form. */
  Bytes blob();

  /** The key, or the key that is certified. */
  PublicKey key();

  /** As sshd's log describes it: type, fingerprint, and what a certificate says of itself. */
  String description();

  /** The type's name and the blob in base64, as ExposeAuthInfo writes them too. */
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
