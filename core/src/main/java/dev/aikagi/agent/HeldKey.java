package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
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

  /** Whether it is an authenticator that signs, which may wait for a person. */
  boolean isOnDevice() {
    return key instanceof TransferredKey.OnDevice;
  }

  /**
   * Signs with a key that is here. While one does, nobody wipes it, and nobody else signs with it.
   *
   * @throws RefusedException where it was removed meanwhile, or cannot sign
   */
  synchronized Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws RefusedException {
    requireOpen();
    try {
      return switch (key) {
        case TransferredKey.Plain(PrivateKey own) -> own.sign(algorithm, data);
        case TransferredKey.Certified(_, PrivateKey own) -> own.sign(algorithm, data);
        case TransferredKey.OnDevice(SecurityKeyPrivateKey own, _) -> own.sign(algorithm, data);
      };
    } catch (SshException e) {
      throw new RefusedException(new AgentRefusal.NotSigned(String.valueOf(e.getMessage())));
    }
  }

  private void requireOpen() throws RefusedException {
    if (closed) {
      throw new RefusedException(new AgentRefusal.NoSuchKey(fingerprint()));
    }
  }

  /** What an authenticator is shown, apart, so that this key can be wiped meanwhile. */
  private synchronized SecurityKeyPrivateKey shownToDevice() throws RefusedException {
    requireOpen();
    if (!(key instanceof TransferredKey.OnDevice(SecurityKeyPrivateKey own, _))) {
      throw new IllegalStateException("a key that is here");
    }
    return own.copy();
  }

  /**
   * An authenticator that does not wait for a touch although the key wants one would sign for
   * whoever is behind a forwarded connection (CVE-2026-39831).
   */
  Bytes signOnDevice(
      SignatureAlgorithm algorithm, Bytes data, SecurityKeys devices, Optional<String> detail)
      throws RefusedException {
    String provider = constraints.securityKeyProvider().orElse(SecurityKeys.INTERNAL);
    try (SecurityKeyPrivateKey shown = shownToDevice()) {
      Bytes signature =
          devices.sign(new SecurityKeys.Request(shown, algorithm, data, provider, detail));
      SecurityKeyPublicKey signer = shown.publicKey();
      Attestation said = signer.attest(algorithm, data.toArray(), signature).orElse(null);
      if (said == null
          || (shown.has(SecurityKeyPrivateKey.USER_PRESENCE) && !said.userPresent())
          || (shown.has(SecurityKeyPrivateKey.USER_VERIFICATION) && !said.userVerified())) {
        throw new RefusedException(
            new AgentRefusal.NotSigned("the authenticator did not sign as its key demands"));
      }
      return signature;
    } catch (SshException e) {
      throw new RefusedException(new AgentRefusal.NotSigned(String.valueOf(e.getMessage())));
    }
  }

  /** Wipes it, once nobody signs with it any more. */
  synchronized void close() {
    closed = true;
    key.close();
  }
}
