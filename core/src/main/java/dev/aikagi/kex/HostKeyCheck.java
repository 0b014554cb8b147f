package dev.aikagi.kex;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.IOException;

/**
 * Decides whether this is the host key of the server that the caller meant. Asked exactly once per
 * connection, on the thread that runs the handshake, after the server has proven that it holds the
 * key; a later key exchange must bring the same key. It may take its time to ask a person. Whatever
 * it throws ends the connection.
 */
@FunctionalInterface
public interface HostKeyCheck {
  HostKeyVerdict check(PublicKey hostKey, SignatureAlgorithm algorithm) throws IOException;

  /**
   * Asked in place of the other where the server shows a certificate. The authority's signature
   * verifies; who the authority is and what it signed is the caller's to judge. Where nobody does,
   * the certificate is worth what the key in it is: right for a check that knows the key, and wrong
   * for one that passes questions on to another, which has to pass on both.
   */
  default HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm)
      throws IOException {
    return check(certificate.publicKey(), algorithm);
  }
}
