package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import java.util.Optional;

/**
 * What known_hosts says about the certificate that a host showed. Where it is neither trusted nor
 * revoked, it is worth what the key in it is: ask {@link KnownHosts#decide(KnownHosts.Query,
 * dev.aikagi.key.PublicKey)} about that.
 */
public sealed interface CertificateDecision extends Reason {
  /** The name that was looked up. */
  String name();

  Certificate certificate();

  /**
   * An authority for this host signed it, and it is valid.
   *
   * @param withoutPort the authority is one for the host's name with another, the default port
   */
  record Trusted(String name, Certificate certificate, HostKeyPlace authority, boolean withoutPort)
      implements CertificateDecision {
    @Override
    public String summary() {
      return "Host '"
          + name
          + "' is known and matches the host certificate of the CA key found in "
          + authority.place();
    }
  }

  /** The certificate, the key in it or its authority's key is marked as revoked: refused. */
  record Revoked(String name, Certificate certificate, HostKeyPlace place)
      implements CertificateDecision {
    @Override
    public String summary() {
      boolean authority = place.blob().equals(certificate.signatureKey().blob());
      return "the "
          + (authority ? "CA key" : "key")
          + " of the "
          + certificate.type().shortName()
          + " host certificate of "
          + name
          + " is marked as revoked in "
          + place.place();
    }
  }

  /** An authority for this host signed it, but it does not hold. */
  record Invalid(
      String name, Certificate certificate, HostKeyPlace authority, CertificateRefusal refusal)
      implements CertificateDecision {
    @Override
    public String summary() {
      return refusal.summary();
    }

    @Override
    public Optional<String> remedy() {
      return refusal.remedy();
    }
  }

  /**
   * Another authority than those for this host signed it.
   *
   * @param authority the last line with an authority for the host
   */
  record OtherAuthority(String name, Certificate certificate, HostKeyPlace authority)
      implements CertificateDecision {
    @Override
    public String summary() {
      return "the host certificate of " + name + " is not of the CA key in " + authority.place();
    }
  }

  /** No authority is known for this host. */
  record UnknownAuthority(String name, Certificate certificate) implements CertificateDecision {
    @Override
    public String summary() {
      return "no authority is known for the host certificate of " + name;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "if "
              + Fingerprint.of(certificate.signatureKey())
              + " (\""
              + Printable.of(certificate.keyId(), 100)
              + "\") is the key of your authority, write it to known_hosts behind @cert-authority");
    }
  }
}
