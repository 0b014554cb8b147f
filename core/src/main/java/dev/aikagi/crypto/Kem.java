package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.util.function.Supplier;

/** The key encapsulation mechanisms of the hybrid key exchanges, one row each. */
public enum Kem {
  ML_KEM_768(
      MlKem768.PUBLIC_KEY_LENGTH,
      MlKem768.CIPHERTEXT_LENGTH,
      MlKem768::generate,
      MlKem768::encapsulate),
  SNTRUP761(
      Sntrup761.PUBLIC_KEY_LENGTH,
      Sntrup761.CIPHERTEXT_LENGTH,
      Sntrup761::generate,
      Sntrup761::encapsulate);

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

  private interface Encapsulator {
    Encapsulation encapsulate(byte[] publicKey) throws DisconnectException;
  }

  private final int publicKeyLength;
  private final int ciphertextLength;
  private final Supplier<Pair> generator;
  private final Encapsulator encapsulator;

  Kem(
      int publicKeyLength,
      int ciphertextLength,
      Supplier<Pair> generator,
      Encapsulator encapsulator) {
    this.publicKeyLength = publicKeyLength;
    this.ciphertextLength = ciphertextLength;
    this.generator = generator;
    this.encapsulator = encapsulator;
  }

  public int publicKeyLength() {
    return publicKeyLength;
  }

  public int ciphertextLength() {
    return ciphertextLength;
  }

  public Pair generate() {
    return generator.get();
  }

  /**
   * Makes a secret for the owner of a public key.
   *
   * @throws DisconnectException for a key that is none
   */
  public Encapsulation encapsulate(byte[] publicKey) throws DisconnectException {
    return encapsulator.encapsulate(publicKey);
  }
}
