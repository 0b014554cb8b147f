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
}
