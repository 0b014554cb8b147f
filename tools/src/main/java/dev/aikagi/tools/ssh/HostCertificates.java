package dev.aikagi.tools.ssh;

import dev.aikagi.Printable;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.CertificatePolicy;
import dev.aikagi.trust.HostKeyPlace;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.time.InstantSource;
import java.time.ZoneId;

/** What is said of a host's certificate, in OpenSSH's words. */
final class HostCertificates {
  private static final int LIMIT = 1024;

  private final Log log;
  private final CertificatePolicy policy;
  private final FingerprintHash hash;

  HostCertificates(ClientConfig config, Log log, FingerprintHash hash) {
    this.log = log;
    this.hash = hash;
    this.policy =
        new CertificatePolicy(
            Preferences.named(
                config.algorithms(ClientKeywords.CA_SIGNATURE_ALGORITHMS),
                SignatureAlgorithm::named),
            config.value(ClientKeywords.REQUIRED_RSA_SIZE),
            InstantSource.system());
  }

  void describe(Certificate c) {
    log.debug(
        1,
        "Server host certificate: "
            + c.type().wireName()
            + " "
            + fingerprint(c.publicKey())
            + ", serial "
            + Long.toUnsignedString(c.serial())
            + " ID \""
            + Printable.of(c.keyId(), LIMIT)
            + "\" CA "
            + c.signatureKey().type().wireName()
            + " "
            + fingerprint(c.signatureKey())
            + " valid "
            + c.validity().text(ZoneId.systemDefault()));
    for (String name : c.principals()) {
      log.debug(2, "Server host certificate hostname: " + Printable.of(name, LIMIT));
    }
  }

  private String fingerprint(PublicKey key) {
    return Fingerprint.of(key, hash).toString();
  }

  /** Decides, and tells what it is about; not that the plain key is tried where it is. */
  CertificateDecision decide(KnownHosts known, KnownHosts.Query query, Certificate certificate) {
    CertificateDecision decision = known.decide(query, certificate, policy);
    switch (decision) {
      case CertificateDecision.Trusted d when d.withoutPort() -> {
        log.debug(1, "checking without port identifier");
        matches(KnownHostsFile.name(query.host(), 0), certificate, d.authority());
        log.debug(1, "found matching key w/out port");
      }
      case CertificateDecision.Trusted d -> matches(d.name(), certificate, d.authority());
      case CertificateDecision.Invalid d -> {
        matches(d.name(), certificate, d.authority());
        log.error(d.refusal().words());
        log.debug(1, d.summary());
        d.remedy().ifPresent(remedy -> log.debug(1, remedy));
      }
      case CertificateDecision.OtherAuthority d -> log.debug(2, d.summary());
      case CertificateDecision.UnknownAuthority d -> log.debug(2, d.summary());
      case CertificateDecision.Revoked d -> log.debug(1, d.summary());
    }
    return decision;
  }

  private void matches(String name, Certificate certificate, HostKeyPlace authority) {
    String type = certificate.type().shortName();
    log.debug(1, "Host '" + name + "' is known and matches the " + type + " host certificate.");
    log.debug(1, "Found CA key in " + authority.place());
  }
}
