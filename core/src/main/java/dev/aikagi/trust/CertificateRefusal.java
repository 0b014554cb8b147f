package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a certificate of an authority that is trusted proves nothing here and now. */
public sealed interface CertificateRefusal extends Reason {
  Certificate certificate();

  /** OpenSSH's sentence, for scripts that look for it. */
  String words();

  /** What is at fault in it. */
  String detail();

  @Override
  default String summary() {
    return words()
        + ": "
        + detail()
        + " (certificate \""
        + Printable.of(certificate().keyId(), 100)
        + "\", serial "
        + Long.toUnsignedString(certificate().serial())
        + ")";
  }

  /** It was made for a user, and whoever may log in somewhere is no host. */
  record NotForHosts(Certificate certificate) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: not a host certificate";
    }

    @Override
    public String detail() {
      return "it is a " + certificate.kind().word() + " certificate";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the host's key signed by ssh-keygen -s with -h");
    }
  }

  record NotYetValid(Certificate certificate, Instant now) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: not yet valid";
    }

    @Override
    public String detail() {
      return "it is valid " + valid(certificate) + ", and now it is " + now;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("check the clocks of this machine and of the authority's");
    }
  }

  record Expired(Certificate certificate, Instant now) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: expired";
    }

    @Override
    public String detail() {
      return "it is valid " + valid(certificate) + ", and now it is " + now;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the host's key signed again, or check the clock of this machine");
    }
  }

  /** Until OpenSSH 10.3 such a certificate was one for every host. */
  record NoPrincipals(Certificate certificate) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate lacks principal list";
    }

    @Override
    public String detail() {
      return "it names no host, and so is valid for none";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the host's key signed with its names: ssh-keygen -n NAMES");
    }
  }

  record NameNotListed(Certificate certificate, String name) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: name is not a listed principal";
    }

    @Override
    public String detail() {
      return Printable.of(name, 255)
          + " is none of "
          + Printable.of(String.join(", ", certificate.principals()), 1024);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "use one of these names, or HostKeyAlias, or have the key signed with this name");
    }
  }

  /** No critical option is defined for hosts, and an unknown one must refuse. */
  record CriticalOptions(Certificate certificate) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate contains unsupported critical options";
    }

    @Override
    public String detail() {
      String names =
          certificate.criticalOptions().stream()
              .map(Certificate.Option::name)
              .collect(Collectors.joining(", "));
      return Printable.of(names, 1024);
    }
  }

  record AlgorithmNotAllowed(Certificate certificate) implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate signed with disallowed algorithm";
    }

    @Override
    public String detail() {
      return certificate.signatureAlgorithm() + " is not in CASignatureAlgorithms";
    }
  }

  record AuthorityTooWeak(Certificate certificate, KeyRefusal reason)
      implements CertificateRefusal {
    @Override
    public String words() {
      return "Certificate signed with a weak key";
    }

    @Override
    public String detail() {
      return reason.summary();
    }
  }

  private static String valid(Certificate certificate) {
    return certificate.validity().text(ZoneOffset.UTC) + " (UTC)";
  }
}
