package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyHandle;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.key.SecurityKeyPublicKey.Attestation;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One key of a keyring, with what was said about it. */
final class HeldKey {
  private final TransferredKey key;
  private final Bytes comment;
  private final KeyConstraints constraints;

  /** By the keyring's clock; null for without end. */
  private final @Nullable Long deadline;

  private boolean closed;

  HeldKey(TransferredKey key, Bytes comment, KeyConstraints constraints, @Nullable Long deadline) {
    this.key = key;
    this.comment = comment;
    this.constraints = constraints;
    this.deadline = deadline;
  }

  Bytes blob() {
    return key.blob();
  }

  Bytes comment() {
    return comment;
  }

  /** For people; not made safe to print. */
  String commentText() {
    return comment.utf8();
  }

  KeyConstraints constraints() {
    return constraints;
  }

  PublicKey publicKey() {
    return key.publicKey();
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(key.publicKey().blob(), FingerprintHash.SHA256);
  }

  /** What it takes of a list of all keys: two lengths, and what they are of. */
  int listed() {
    return 8 + blob().length() + comment.length();
  }

  boolean isOver(long now) {
    return deadline != null && now - deadline >= 0;
  }

  /** Nanoseconds until it is over; null for without end. */
  @Nullable Long left(long now) {
    return deadline == null ? null : Math.max(0, deadline - now);
  }

  /** How a client wants a signature made, by the flags of its request. */
  SignatureAlgorithm algorithm(long flags) {
    return switch (publicKey().type()) {
      case SSH_RSA ->
          (flags & AgentNumbers.FLAG_RSA_SHA2_256) != 0
              ? SignatureAlgorithm.RSA_SHA2_256
              : (flags & AgentNumbers.FLAG_RSA_SHA2_512) != 0
                  ? SignatureAlgorithm.RSA_SHA2_512
                  : SignatureAlgorithm.SSH_RSA;
      default -> SignatureAlgorithm.named(publicKey().type().wireName()).orElseThrow();
    };
  }

  /**
   * Signs. While one does, nobody wipes the key, and nobody else signs with it.
   *
   * @throws RefusedException where it was removed meanwhile, or cannot sign
   */
  synchronized Bytes sign(SignatureAlgorithm algorithm, byte[] data, Optional<SecurityKeys> devices)
      throws RefusedException {
    if (closed) {
      throw new RefusedException(new AgentRefusal.NoSuchKey(fingerprint()));
    }
    try {
      return switch (key) {
        case TransferredKey.Plain(PrivateKey own) -> own.sign(algorithm, data);
        case TransferredKey.Certified(_, PrivateKey own) -> own.sign(algorithm, data);
        case TransferredKey.OnDevice device -> onDevice(device.handle(), algorithm, data, devices);
      };
    } catch (SshException e) {
      throw new RefusedException(new AgentRefusal.NotSigned(String.valueOf(e.getMessage())));
    }
  }

  /**
   * An authenticator that does not wait for a touch although the key wants one would sign for
   * whoever is behind a forwarded connection (CVE-2026-39831).
   */
  private static Bytes onDevice(
      SecurityKeyHandle handle,
      SignatureAlgorithm algorithm,
      byte[] data,
      Optional<SecurityKeys> devices)
      throws SshException, RefusedException {
    if (devices.isEmpty()) {
      throw new RefusedException(new AgentRefusal.NoSecurityKeys());
    }
    Bytes signature = devices.get().sign(handle, algorithm, data);
    SecurityKeyPublicKey key = handle.publicKey();
    Attestation said = key.attest(algorithm, data, signature).orElse(null);
    if (said == null
        || (handle.touchRequired() && !said.userPresent())
        || (handle.verificationRequired() && !said.userVerified())) {
      throw new RefusedException(
          new AgentRefusal.NotSigned("the authenticator did not sign as its key demands"));
    }
    return signature;
  }

  /** Wipes it, once nobody signs with it any more. */
  synchronized void close() {
    closed = true;
    key.close();
  }
}
