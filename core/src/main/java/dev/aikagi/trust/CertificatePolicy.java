package dev.aikagi.trust;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.pattern.Patterns;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a certificate must be to count, whoever signed it.
 *
 * @param signatureAlgorithms what authorities may sign with (CASignatureAlgorithms)
 * @param requiredRsaBits the least size of an authority's RSA key
 * @param clock tells whether a certificate is valid now
 */
public record CertificatePolicy(
    List<SignatureAlgorithm> signatureAlgorithms, int requiredRsaBits, InstantSource clock) {
  /** OpenSSH's defaults, by the clock of this machine. */
  public static final CertificatePolicy DEFAULT =
      new CertificatePolicy(
          SignatureAlgorithm.DEFAULT, RsaPublicKey.DEFAULT_REQUIRED_BITS, InstantSource.system());

  public CertificatePolicy {
    signatureAlgorithms = List.copyOf(signatureAlgorithms);
  }

  /**
   * Why a certificate does not prove that its key belongs to this host; empty where it does, if the
   * authority is trusted for the host.
   *
   * @param host as the user named it, or the HostKeyAlias; without a port
   */
  public Optional<CertificateRefusal> hostRefusal(Certificate certificate, String host) {
    if (certificate.kind() != Certificate.Kind.HOST) {
      return Optional.of(new CertificateRefusal.NotForHosts(certificate));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (!certificate.validity().begun(now)) {
      return Optional.of(new CertificateRefusal.NotYetValid(certificate, now));
    }
    if (certificate.validity().over(now)) {
      return Optional.of(new CertificateRefusal.Expired(certificate, now));
    }
    if (certificate.principals().isEmpty()) {
      return Optional.of(new CertificateRefusal.NoPrincipals(certificate));
    }
    String name = host.toLowerCase(Locale.ROOT);
    // One principal is one pattern: a comma in it is a comma (CVE-2026-35414).
    if (certificate.principals().stream().noneMatch(p -> Patterns.matches(name, p))) {
      return Optional.of(new CertificateRefusal.NameNotListed(certificate, name));
    }
    if (!certificate.criticalOptions().isEmpty()) {
      return Optional.of(new CertificateRefusal.CriticalOptions(certificate));
    }
    return signatureRefusal(certificate);
  }

  /**
   * Why a certificate lets no user in; empty where it does, if the authority is trusted for him and
   * one of the principals is his.
   */
  public Optional<UserCertificateRefusal> userRefusal(Certificate certificate) {
    if (certificate.kind() != Certificate.Kind.USER) {
      return Optional.of(new UserCertificateRefusal.NotForUsers(certificate));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (!certificate.validity().begun(now)) {
      return Optional.of(new UserCertificateRefusal.NotYetValid(certificate, now));
    }
    if (certificate.validity().over(now)) {
      return Optional.of(new UserCertificateRefusal.Expired(certificate, now));
    }
    if (certificate.principals().isEmpty()) {
      return Optional.of(new UserCertificateRefusal.NoPrincipals(certificate));
    }
    if (!signatureAlgorithms.contains(certificate.signatureAlgorithm())) {
      return Optional.of(new UserCertificateRefusal.AlgorithmNotAllowed(certificate));
    }
    Optional<KeyRefusal> weak = certificate.signatureKey().refusal(requiredRsaBits);
    return weak.map(reason -> new UserCertificateRefusal.AuthorityTooWeak(certificate, reason));
  }

  /** The same where the account's name has to be one of the principals. */
  public Optional<UserCertificateRefusal> userRefusal(Certificate certificate, String user) {
    Optional<UserCertificateRefusal> refusal = userRefusal(certificate);
    // Each principal is one name, as it stands there: no pattern, and no list (CVE-2026-35414).
    return refusal.isPresent() || certificate.principals().contains(user)
        ? refusal
        : Optional.of(new UserCertificateRefusal.UserNotListed(certificate, user));
  }

  private Optional<CertificateRefusal> signatureRefusal(Certificate certificate) {
    if (!signatureAlgorithms.contains(certificate.signatureAlgorithm())) {
      return Optional.of(new CertificateRefusal.AlgorithmNotAllowed(certificate));
    }
    Optional<KeyRefusal> weak = certificate.signatureKey().refusal(requiredRsaBits);
    return weak.map(reason -> new CertificateRefusal.AuthorityTooWeak(certificate, reason));
  }
}
