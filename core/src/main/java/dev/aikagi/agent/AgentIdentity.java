package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import java.util.Optional;

/**
 * A key that an agent holds. With a certificate, it holds the key under that: it knows it by the
 * certificate and may not know it by the key alone.
 *
 * @param key the one in the certificate, where there is one
 * @param comment the agent's word for it, usually the file that it came from; not made safe to
 *     print
 */
public record AgentIdentity(PublicKey key, Optional<Certificate> certificate, String comment) {
  /** A key without a certificate. */
  public AgentIdentity(PublicKey key, String comment) {
    this(key, Optional.empty(), comment);
  }

  /** A key under its certificate. */
  public AgentIdentity(Certificate certificate, String comment) {
    this(certificate.publicKey(), Optional.of(certificate), comment);
  }

  /** What the agent lists it by, and is asked for it by. */
  public Bytes blob() {
    return certificate.isPresent() ? certificate.get().blob() : key.blob();
  }
}
