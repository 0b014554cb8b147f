package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import java.util.List;

/**
 * Something that signs for a public key: a private key in memory, an agent, later a hardware token.
 */
public interface Signer {
  PublicKey publicKey();

  /** The algorithms that it can sign with, the best first; insecure ones are among them, last. */
  List<SignatureAlgorithm> algorithms();

  /**
   * The whole signature blob: {@code string algorithm, string signature} (RFC 4253 section 6.6).
   * May block, where the key is elsewhere.
   *
   * @throws SshException where it cannot or may not sign
   */
  Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException;

  /**
   * As {@link #sign}, for a signature that is sent: one that was made wrong would betray an RSA key
   * to whoever sees it (Ryan et al. 2023). A {@link PrivateKey} checks its own; what an agent or a
   * token made is checked here. Of a security key only the algorithm is: whether somebody must have
   * touched it is for the server to say.
   *
   * @param requiredRsaBits the smallest RSA key that may sign
   * @throws KeyRefusedException where the signature is not what was asked for; it was thrown away
   */
  default Bytes signChecked(SignatureAlgorithm algorithm, byte[] data, int requiredRsaBits)
      throws SshException {
    return Signing.checked(this, algorithm, data, requiredRsaBits);
  }
}
