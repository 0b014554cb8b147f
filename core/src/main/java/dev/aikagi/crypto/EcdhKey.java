package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;

/** One side's key pair on an elliptic curve, for one agreement. */
public sealed interface EcdhKey extends AutoCloseable permits X25519, EcdhGroup.KeyAgreementKey {
  /** The public half as SSH sends it. */
  byte[] publicValue();

  /**
   * What both sides share, which goes into the exchange hash as an mpint.
   *
   * @throws DisconnectException for a value that is none on this curve, or one that gives the
   *     secret away
   */
  SecretBytes agree(byte[] peer) throws DisconnectException;

  /** Wipes the private half, where the JDK lets it be wiped. */
  @Override
  default void close() {}
}
