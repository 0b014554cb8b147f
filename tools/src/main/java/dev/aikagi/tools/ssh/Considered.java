package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * An identity that was thought of, whether it was offered or not.
 *
 * @param name what the steps of a login call it; the certificate beside a key is called as the key
 * @param file where it is, as far as it is in a file
 * @param key the one in the certificate, where there is one
 * @param held whether an agent has its private half
 * @param fault what is wrong with it, as far as that shows without a passphrase and a server
 */
record Considered(
    String name,
    String file,
    Origin origin,
    Optional<PublicKey> key,
    Optional<Certificate> certificate,
    boolean held,
    Optional<IdentityReason> fault) {
  /** A key, in a file or an agent. */
  static Considered key(String name, Origin origin, Optional<PublicKey> key) {
    return new Considered(name, name, origin, key, Optional.empty(), false, Optional.empty());
  }

  static Considered certificate(String name, String file, Origin origin, Certificate certificate) {
    return new Considered(
        name,
        file,
        origin,
        Optional.of(certificate.publicKey()),
        Optional.of(certificate),
        false,
        Optional.empty());
  }

  /** The one of them that this happened to; where none is it, what the step says of it. */
  static Considered meant(List<Considered> all, ClientAuthStep.OfIdentity step) {
    for (Considered c : all) {
      if (c.isMeantBy(step)) {
        return c;
      }
    }
    String name = step.identity();
    Origin origin = new Origin.ByDefault();
    return step.certificate()
        .map(certificate -> certificate(name, name, origin, certificate))
        .orElseGet(() -> key(name, origin, Optional.empty()));
  }

  Considered with(Optional<IdentityReason> otherFault) {
    return new Considered(name, file, origin, key, certificate, held, otherFault);
  }

  Considered heldByAgent() {
    return new Considered(name, file, origin, key, certificate, true, fault);
  }

  /** Whether the agent lists this very key, or this very certificate. */
  boolean is(AgentIdentity listed) {
    return certificate.equals(listed.certificate()) && key.filter(listed.key()::equals).isPresent();
  }

  /** The agent has it, and not for the server that it was told of. */
  boolean isWithheld() {
    return fault.filter(IdentityReason.NotLent.class::isInstance).isPresent();
  }

  Considered notLent() {
    return with(Optional.of(new IdentityReason.NotLent(file, key.orElseThrow())));
  }

  /** Nobody asked for a default name that is not there. */
  boolean isMerelyAbsent() {
    return origin instanceof Origin.ByDefault
        && fault.filter(IdentityReason.Missing.class::isInstance).isPresent();
  }

  boolean isInAgent() {
    return origin instanceof Origin.InAgent;
  }

  /** A certificate, or what should be one. */
  boolean isCertificate() {
    return certificate.isPresent()
        || fault.filter(OwnCertificateReason.class::isInstance).isPresent();
  }

  /** Whether this happened to it, and not to the key that it has its name from. */
  boolean isMeantBy(ClientAuthStep.OfIdentity step) {
    return step.identity().equals(name) && step.certificate().equals(certificate);
  }
}
