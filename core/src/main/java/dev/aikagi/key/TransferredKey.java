package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;

/**
 * A private key as it is handed to an agent (RFC 9987 section 5.2, and OpenSSH for certificates):
 * the type's name and what belongs to that type. Whoever holds it closes it.
 */
public sealed interface TransferredKey extends AutoCloseable {
  /** What stands for it in the agent's list, and in a request to sign. */
  Bytes blob();

  /** The key that verifies what it signs; inside the certificate where there is one. */
  PublicKey publicKey();

  Optional<Certificate> certificate();

  @Override
  void close();

  /** A key alone. */
  record Plain(PrivateKey key) implements TransferredKey {
    @Override
    public Bytes blob() {
      return key.publicKey().blob();
    }

    @Override
    public PublicKey publicKey() {
      return key.publicKey();
    }

    @Override
    public Optional<Certificate> certificate() {
      return Optional.empty();
    }

    @Override
    public void close() {
      key.close();
    }

    /** Without the key. */
    @Override
    public String toString() {
      return key.type().wireName();
    }
  }

  /** A key under a certificate of its own. */
  record Certified(Certificate shown, PrivateKey key) implements TransferredKey {
    public Certified {
      if (!shown.publicKey().equals(key.publicKey())) {
        throw new IllegalArgumentException("a certificate of another key");
      }
    }

    @Override
    public Bytes blob() {
      return shown.blob();
    }

    @Override
    public PublicKey publicKey() {
      return key.publicKey();
    }

    @Override
    public Optional<Certificate> certificate() {
      return Optional.of(shown);
    }

    @Override
    public void close() {
      key.close();
    }

    /** Without the key. */
    @Override
    public String toString() {
      return shown.type().wireName();
    }
  }

  /** A key that stays inside an authenticator. */
  record OnDevice(SecurityKeyPrivateKey key, Optional<Certificate> certificate)
      implements TransferredKey {
    public OnDevice {
      if (certificate.isPresent() && !certificate.get().publicKey().equals(key.publicKey())) {
        throw new IllegalArgumentException("a certificate of another key");
      }
    }

    @Override
    public Bytes blob() {
      return certificate.map(Certificate::blob).orElseGet(() -> key.publicKey().blob());
    }

    @Override
    public PublicKey publicKey() {
      return key.publicKey();
    }

    @Override
    public void close() {
      key.close();
    }

    /** Without the handle. */
    @Override
    public String toString() {
      return certificate.map(Certificate::type).orElseGet(key::type).wireName();
    }
  }

  /** The key alone, as it is handed over by its kind. */
  static TransferredKey of(PrivateKey key) {
    return key instanceof SecurityKeyPrivateKey device
        ? new OnDevice(device, Optional.empty())
        : new Plain(key);
  }

  /** The key under its certificate. */
  static TransferredKey of(Certificate certificate, PrivateKey key) {
    return key instanceof SecurityKeyPrivateKey device
        ? new OnDevice(device, Optional.of(certificate))
        : new Certified(certificate, key);
  }

  /**
   * Reads one, and leaves the reader behind it. Halves that do not belong together are refused.
   *
   * @throws MalformedException where the numbers are no such key
   * @throws KeyFileException where it is of a type that cannot be held, or put together wrongly
   */
  static TransferredKey read(WireReader in) throws MalformedException, KeyFileException {
    return TransferredFields.read(in);
  }

  /** Writes it with its secrets: the caller wipes the writer. */
  static void write(WireWriter out, TransferredKey key) {
    TransferredFields.write(out, key);
  }
}
