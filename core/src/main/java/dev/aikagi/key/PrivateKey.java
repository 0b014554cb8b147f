package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import java.util.List;

/**
 * A private key in memory. {@link #close} wipes what can be wiped. Signing may be done by several
 * threads; closing must come after the last of them.
 */
public sealed interface PrivateKey extends Signer, AutoCloseable
    permits Ed25519PrivateKey, EcdsaPrivateKey, RsaPrivateKey, DsaPrivateKey {

  default KeyType type() {
    return publicKey().type();
  }

  @Override
  default List<SignatureAlgorithm> algorithms() {
    return SignatureAlgorithm.SUPPORTED.stream().filter(a -> a.keyType() == type()).toList();
  }

  /**
   * Signs, and hands the signature out only when the public key verifies it: one faulty RSA-CRT or
   * ECDSA signature betrays the private key.
   *
   * @throws KeyRefusedException with the reason, also for an RSA key below {@link
   *     RsaPublicKey#DEFAULT_REQUIRED_BITS}
   */
  @Override
  default Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    return sign(algorithm, data, RsaPublicKey.DEFAULT_REQUIRED_BITS);
  }

  /** As above, with a required size of RSA keys of the caller's, in bits. */
  default Bytes sign(SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    return Signing.sign(this, algorithm, data, requiredRsaBits);
  }

  @Override
  void close();
}
