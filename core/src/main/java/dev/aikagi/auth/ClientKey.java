package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;

/** What a client shows by publickey: a key, or an authority's certificate of one. */
public sealed interface ClientKey {
  /** The key whose private half has to sign. */
  PublicKey key();

  /** What was shown, as it goes over the wire. */
  Bytes blob();

  /** Its type's name and the blob in base64, as ExposeAuthInfo writes it. */
  String line();

  /** As sshd's log describes it: type, fingerprint, and what a certificate says of itself. */
  String description();

  record Plain(PublicKey key) implements ClientKey {
    @Override
    public Bytes blob() {
      return key.blob();
    }

    @Override
    public String line() {
      return key.line();
    }

    @Override
    public String description() {
      return key.type().shortName() + " " + Fingerprint.of(key);
    }
  }

  record Certified(Certificate certificate) implements ClientKey {
    @Override
    public PublicKey key() {
      return certificate.publicKey();
    }

    @Override
    public Bytes blob() {
      return certificate.blob();
    }

    @Override
    public String line() {
      return certificate.line();
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
}
