package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import java.util.List;

/**
 * A private key in memory. {@link #close} wipes what can be wiped. Signing may be done by several
 * threads; closing must come after the last of them.
 */
public sealed interface PrivateKey extends Signer, AutoCloseable
    permits Ed25519PrivateKey,
        EcdsaPrivateKey,
        RsaPrivateKey,
        DsaPrivateKey,
        SecurityKeyPrivateKey {

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
   * <p>What size of RSA key is required is a matter of its use (RequiredRSASize), and asked there
   * before: with {@link PublicKey#refusal}.
   *
   * @throws KeyRefusedException with the reason
   */
  @Override
  default Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    return sign(algorithm, data, RsaPublicKey.MIN_BITS);
  }

  /** As above, and refuses a shorter RSA key than that. */
  default Bytes sign(SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    return Signing.sign(this, algorithm, data, requiredRsaBits);
  }

  @Override
  default Bytes signChecked(SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    return sign(algorithm, data);
  }

  @Override
  void close();
}
