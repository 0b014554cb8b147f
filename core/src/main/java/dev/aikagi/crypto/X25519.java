package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.security.SecureRandom;

/** One side's X25519 key pair (RFC 7748), for one agreement. */
public final class X25519 implements EcdhKey {
  public static final int LENGTH = Curve25519.LENGTH;

  private final SecretBytes scalar;
  private final byte[] publicValue;

  private X25519(SecretBytes scalar) {
    this.scalar = scalar;
    this.publicValue = Curve25519.best().x25519Base(scalar.expose());
  }

  public static X25519 generate() {
    byte[] scalar = new byte[LENGTH];
    new SecureRandom().nextBytes(scalar);
    return new X25519(SecretBytes.taking(scalar));
  }

  /** The 32 bytes of u. */
  @Override
  public byte[] publicValue() {
    return publicValue.clone();
  }

  /**
   * The 32 bytes that both sides share.
   *
   * @throws DisconnectException for a value of another length, and for a point of small order,
   *     whose result is zero whatever our secret is (RFC 8731 section 3)
   */
  @Override
  public SecretBytes agree(byte[] peer) throws DisconnectException {
    KeyExchangeFailures.length("an X25519 public value", peer, LENGTH);
    byte[] secret = Curve25519.best().x25519(scalar.expose(), peer);
    if (isZero(secret)) {
      throw KeyExchangeFailures.refused("an X25519 public value of small order");
    }
    return SecretBytes.taking(secret);
  }

  @Override
  public void close() {
    scalar.close();
  }

  private static boolean isZero(byte[] value) {
    int bits = 0;
    for (byte b : value) {
      bits |= b;
    }
    return bits == 0;
  }
}
