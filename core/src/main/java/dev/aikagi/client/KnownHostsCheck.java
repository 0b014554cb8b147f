package dev.aikagi.client;

import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.CertificatePolicy;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.KnownHosts;

/**
 * Accepts the host keys and host certificates that known_hosts vouches for and no others, as {@code
 * StrictHostKeyChecking yes} does.
 */
public record KnownHostsCheck(KnownHosts known, KnownHosts.Query query, CertificatePolicy policy)
    implements HostKeyCheck {
  public KnownHostsCheck(KnownHosts known, KnownHosts.Query query) {
    this(known, query, CertificatePolicy.DEFAULT);
  }

  @Override
  public HostKeyVerdict check(PublicKey hostKey, SignatureAlgorithm algorithm) {
    HostKeyDecision decision = known.decide(query, hostKey);
    return decision instanceof HostKeyDecision.Known
        ? new HostKeyVerdict.Accepted(decision)
        : new HostKeyVerdict.Refused(decision);
  }

  /** Where no authority vouches for the certificate, the key in it may be known. */
  @Override
  public HostKeyVerdict check(Certificate certificate, SignatureAlgorithm algorithm) {
    CertificateDecision decision = known.decide(query, certificate, policy);
    return switch (decision) {
      case CertificateDecision.Trusted _ -> new HostKeyVerdict.Accepted(decision);
      case CertificateDecision.Revoked _ -> new HostKeyVerdict.Refused(decision);
      case CertificateDecision.Invalid _ -> plainOr(decision, certificate, algorithm);
      case CertificateDecision.OtherAuthority _, CertificateDecision.UnknownAuthority _ ->
          check(certificate.publicKey(), algorithm);
    };
  }

  /** What is wrong with the certificate says more than that its key is not known. */
  private HostKeyVerdict plainOr(
      CertificateDecision decision, Certificate certificate, SignatureAlgorithm algorithm) {
    return check(certificate.publicKey(), algorithm) instanceof HostKeyVerdict.Accepted accepted
        ? accepted
        : new HostKeyVerdict.Refused(decision);
  }
}
