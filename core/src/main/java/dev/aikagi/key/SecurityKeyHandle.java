package dev.aikagi.key;

import dev.aikagi.Bytes;

/**
 * What a FIDO authenticator has to be shown so that it signs (OpenSSH's PROTOCOL.u2f). The private
 * key itself never leaves the authenticator; many of them hold it inside the handle, encrypted.
 *
 * <p>Not a record, so that no generated toString prints the handle.
 */
public final class SecurityKeyHandle {
  /** More than any authenticator makes. */
  static final int MAX_HANDLE = 64 * 1024;

  private static final int USER_PRESENCE_REQUIRED = 1;
  private static final int USER_VERIFICATION_REQUIRED = 4;

  private final SecurityKeyPublicKey publicKey;
  private final int flags;
  private final Bytes handle;

  /**
   * @param flags one byte
   */
  public SecurityKeyHandle(SecurityKeyPublicKey publicKey, int flags, Bytes handle) {
    this.publicKey = publicKey;
    this.flags = flags & 0xff;
    this.handle = handle;
  }

  public SecurityKeyPublicKey publicKey() {
    return publicKey;
  }

  /** As the file of the key has them. */
  public int flags() {
    return flags;
  }

  public Bytes handle() {
    return handle;
  }

  /** Whether somebody has to touch the authenticator for each signature. */
  public boolean touchRequired() {
    return (flags & USER_PRESENCE_REQUIRED) != 0;
  }

  /** Whether the authenticator has to know who touches it: a PIN or a fingerprint. */
  public boolean verificationRequired() {
    return (flags & USER_VERIFICATION_REQUIRED) != 0;
  }

  @Override
  public String toString() {
    return "SecurityKeyHandle[" + publicKey.type() + "]";
  }
}
