package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;

/** The key encapsulation mechanisms of the hybrid key exchanges, one row each. */
public enum Kem {
  ML_KEM_768(MlKem768.PUBLIC_KEY_LENGTH, MlKem768.CIPHERTEXT_LENGTH),
  SNTRUP761(Sntrup761.PUBLIC_KEY_LENGTH, Sntrup761.CIPHERTEXT_LENGTH);

  /** The pair of one key exchange; closing wipes what of its private half is ours. */
  public sealed interface Pair extends AutoCloseable permits MlKem768, Sntrup761 {
    /** The public key as SSH sends it. */
    byte[] publicValue();

    /**
     * The shared secret. A forged ciphertext of the right length gives another secret, not an error
     * (implicit rejection).
     *
     * @throws DisconnectException for a ciphertext of another length
     */
    SecretBytes decapsulate(byte[] ciphertext) throws DisconnectException;

    @Override
    void close();
  }

  private final int publicKeyLength;
  private final int ciphertextLength;

  Kem(int publicKeyLength, int ciphertextLength) {
    this.publicKeyLength = publicKeyLength;
    this.ciphertextLength = ciphertextLength;
  }

  public int publicKeyLength() {
    return publicKeyLength;
  }

  public int ciphertextLength() {
    return ciphertextLength;
  }

  public Pair generate() {
    return switch (this) {
      case ML_KEM_768 -> MlKem768.generate();
      case SNTRUP761 -> Sntrup761.generate();
    };
  }

  /**
   * Makes a secret for the owner of a public key.
   *
   * @throws DisconnectException for a key that is none
   */
  public Encapsulation encapsulate(byte[] publicKey) throws DisconnectException {
    return switch (this) {
      case ML_KEM_768 -> MlKem768.encapsulate(publicKey);
      case SNTRUP761 -> Sntrup761.encapsulate(publicKey);
    };
  }
}
