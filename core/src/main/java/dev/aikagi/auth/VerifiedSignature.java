package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.AuthorizedKeyOptions;

/**
 * That the peer holds the private half of this key. Nothing but {@link #verify} makes one, and
 * without one no publickey step can be completed, whatever a policy says and whenever it says it
 * (CVE-2026-77185).
 */
final class VerifiedSignature {
  private final PublicKey key;

  private VerifiedSignature(PublicKey key) {
    this.key = key;
  }

  /** The key that was proven. */
  PublicKey key() {
    return key;
  }

  /** The outcome of a verification. */
  sealed interface Outcome {
    record Verified(VerifiedSignature signature) implements Outcome {}

    record Faulty(Reason reason) implements Outcome {}
  }

  static Outcome verify(
      PublicKey key,
      SignatureAlgorithm algorithm,
      byte[] data,
      Bytes signature,
      int requiredRsaBits,
      AuthorizedKeyOptions options) {
    if (key instanceof SecurityKeyPublicKey securityKey) {
      return attest(securityKey, algorithm, data, signature, options);
    }
    return key.verify(algorithm, data, signature, requiredRsaBits)
        ? new Outcome.Verified(new VerifiedSignature(key))
        : new Outcome.Faulty(new ServerAuthReason.BadSignature(algorithm.wireName()));
  }

  private static Outcome attest(
      SecurityKeyPublicKey key,
      SignatureAlgorithm algorithm,
      byte[] data,
      Bytes signature,
      AuthorizedKeyOptions options) {
    SecurityKeyPublicKey.Attestation attestation =
        key.attest(algorithm, data, signature).orElse(null);
    if (attestation == null) {
      return new Outcome.Faulty(new ServerAuthReason.BadSignature(algorithm.wireName()));
    }
    // no-touch-required is the line's to say, never the client's (CVE-2026-39831).
    if (options.touchRequired() && !attestation.userPresent()) {
      return new Outcome.Faulty(new ServerAuthReason.UserPresenceMissing());
    }
    if (options.verifyRequired() && !attestation.userVerified()) {
      return new Outcome.Faulty(new ServerAuthReason.UserVerificationMissing());
    }
    return new Outcome.Verified(new VerifiedSignature(key));
  }
}
