package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import java.util.List;

/**
 * What is kept of a key inside a FIDO authenticator (OpenSSH's PROTOCOL.u2f): the handle by which
 * the authenticator finds or makes its private half again. It signs nothing by itself: {@link
 * SecurityKeySigner} does, with the authenticator.
 */
public final class SecurityKeyPrivateKey implements PrivateKey {
  /** Somebody must touch the authenticator for each signature. */
  public static final int USER_PRESENCE = 0x01;

  /** The authenticator wants a PIN or a fingerprint for each signature. */
  public static final int USER_VERIFICATION = 0x04;

  /** The authenticator keeps the key, so that the handle can be got from it again. */
  public static final int RESIDENT = 0x20;

  /** More than any authenticator makes. */
  static final int MAX_HANDLE = 64 * 1024;

  private final SecurityKeyPublicKey publicKey;
  private final int flags;
  private final SecretBytes keyHandle;
  private final Bytes reserved;

  /**
   * @param flags what the authenticator is asked for, one byte
   * @param keyHandle becomes the key's
   * @param reserved kept as it was read
   */
  public SecurityKeyPrivateKey(
      SecurityKeyPublicKey publicKey, int flags, SecretBytes keyHandle, Bytes reserved) {
    this.publicKey = publicKey;
    this.flags = flags;
    this.keyHandle = keyHandle;
    this.reserved = reserved;
  }

  @Override
  public SecurityKeyPublicKey publicKey() {
    return publicKey;
  }

  public int flags() {
    return flags;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Wiped with the key. */
  public SecretBytes keyHandle() {
    return keyHandle;
  }

  Bytes reserved() {
    return reserved;
  }

  /** One of its own to be closed: for whoever signs while the other may be wiped. */
  public SecurityKeyPrivateKey copy() {
    return new SecurityKeyPrivateKey(
        publicKey, flags, SecretBytes.copyOf(keyHandle.expose()), reserved);
  }

  /** A browser's algorithm is for browsers. */
  @Override
  public List<SignatureAlgorithm> algorithms() {
    return List.of(
        publicKey instanceof SkEd25519PublicKey
            ? SignatureAlgorithm.SK_SSH_ED25519
            : SignatureAlgorithm.SK_ECDSA_SHA2_NISTP256);
  }

  @Override
  public Bytes sign(SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    throw new KeyRefusedException(new KeyRefusal.AuthenticatorNeeded(type()));
  }

  @Override
  public void close() {
    keyHandle.close();
  }
}
