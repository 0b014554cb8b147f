package dev.aikagi.key;

import dev.aikagi.Bytes;
import java.util.Optional;

/** A key inside a FIDO authenticator (OpenSSH's PROTOCOL.u2f). */
public sealed interface SecurityKeyPublicKey extends PublicKey
    permits SkEd25519PublicKey, SkEcdsaPublicKey {
  /** What the key was made for: {@code ssh:} or a longer string that begins so. */
  String application();

  /**
   * What the authenticator says about a signature that it really made over this data; empty for a
   * signature that does not verify. The caller decides whether user presence and verification are
   * needed (no-touch-required, verify-required): {@link PublicKey#verify} always needs presence.
   */
  Optional<Attestation> attest(SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob);

  @Override
  default boolean verify(
      SignatureAlgorithm algorithm, byte[] data, Bytes signatureBlob, int requiredRsaBits) {
    return attest(algorithm, data, signatureBlob).filter(Attestation::userPresent).isPresent();
  }

  /**
   * The signed flags and counter.
   *
   * @param flags the byte of FIDO's authenticator data
   * @param counter unsigned 32-bit number of signatures that the authenticator made
   */
  record Attestation(int flags, long counter) {
    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 4;

    /** Somebody touched the authenticator. */
    public boolean userPresent() {
      return (flags & USER_PRESENT) != 0;
    }

    /** Somebody entered a PIN or showed a fingerprint. */
    public boolean userVerified() {
      return (flags & USER_VERIFIED) != 0;
    }
  }
}
