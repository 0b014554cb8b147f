package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyRefusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Why a certificate lets no user in here and now. */
public sealed interface UserCertificateRefusal extends Reason {
  Certificate certificate();

  /** OpenSSH's sentence, for scripts that look for it. */
  String words();

  /** What is at fault in it; empty where the sentence says it all. */
  default String detail() {
    return "";
  }

  @Override
  default String summary() {
    return words()
        + (detail().isEmpty() ? "" : ": " + detail())
        + " (certificate \""
        + Printable.of(certificate().keyId(), 100)
        + "\", serial "
        + Long.toUnsignedString(certificate().serial())
        + ")";
  }

  /** It was made for a host, and a host is nobody who logs in. */
  record NotForUsers(Certificate certificate) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: not a user certificate";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed by ssh-keygen -s without -h");
    }
  }

  record NotYetValid(Certificate certificate, Instant now) implements UserCertificateRefusal {
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

  record Expired(Certificate certificate, Instant now) implements UserCertificateRefusal {
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
      return Optional.of("have the key signed again, or check the clock of this machine");
    }
  }

  /** Until OpenSSH 10.3 some of these were certificates for every account (CVE-2026-35414). */
  record NoPrincipals(Certificate certificate) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Certificate lacks principal list";
    }

    @Override
    public String detail() {
      return "it names nobody, and so lets nobody in";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed with the names of accounts: ssh-keygen -n NAMES");
    }
  }

  /** Where nothing else lists principals, the name of the account has to be one. */
  record UserNotListed(Certificate certificate, String user) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Certificate invalid: name is not a listed principal";
    }

    @Override
    public String detail() {
      return Printable.of(user, 100) + " is none of " + principals(certificate);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "have the key signed with this name, or list one of the others for the account in"
              + " AuthorizedPrincipalsFile");
    }
  }

  /**
   * The principals that this account takes are listed, and the certificate has none of them.
   *
   * @param place of the list
   */
  record NotAuthorized(Certificate certificate, String place) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Certificate does not contain an authorized principal";
    }

    @Override
    public String detail() {
      return place + " lists none of " + principals(certificate);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write one of its principals to " + place);
    }
  }

  /** Whoever does not know what is demanded must refuse. */
  record UnknownOption(Certificate certificate, String option) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Invalid certificate options";
    }

    @Override
    public String detail() {
      return "the critical option \"" + Printable.of(option, 100) + "\" is not supported";
    }
  }

  record BadOption(Certificate certificate, String option, String fault)
      implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Invalid certificate options";
    }

    @Override
    public String detail() {
      return Printable.of(option, 100) + ": " + fault;
    }
  }

  record NotFromSource(Certificate certificate, String address, String networks)
      implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Refused by certificate options";
    }

    @Override
    public String detail() {
      return address + " is not in its source-address " + Printable.of(networks, 200);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("log in from there, or have the key signed with another source-address");
    }
  }

  /** The line and the certificate demand things that exclude each other. */
  record ConflictingOptions(Certificate certificate, String place)
      implements UserCertificateRefusal {
    @Override
    public String words() {
      return "forced command options do not match";
    }

    @Override
    public String detail() {
      return "those of the certificate and of " + place;
    }
  }

  record AlgorithmNotAllowed(Certificate certificate) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "certificate signature algorithm " + certificate.signatureAlgorithm();
    }

    @Override
    public String detail() {
      return "it is not in CASignatureAlgorithms";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed again; an RSA authority signs with -t rsa-sha2-512");
    }
  }

  record AuthorityTooWeak(Certificate certificate, KeyRefusal reason)
      implements UserCertificateRefusal {
    @Override
    public String words() {
      return "Certificate signed with a weak key";
    }

    @Override
    public String detail() {
      return reason.summary();
    }
  }

  /** The list of authorities does not have this one. */
  record UnknownAuthority(Certificate certificate, String file) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "CA "
          + certificate.signatureKey().type().shortName()
          + " "
          + Fingerprint.of(certificate.signatureKey())
          + " is not listed in "
          + file;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("if it is your authority, append its public key to " + file);
    }
  }

  /** Nothing names any authority for this account. */
  record NoAuthorities(Certificate certificate) implements UserCertificateRefusal {
    @Override
    public String words() {
      return "no authority is trusted for this account";
    }

    @Override
    public String detail() {
      return "TrustedUserCAKeys is not set, and no line of authorized_keys has cert-authority";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the authority's public key by TrustedUserCAKeys");
    }
  }

  private static String principals(Certificate certificate) {
    return Printable.of(String.join(", ", certificate.principals()), 1024);
  }

  private static String valid(Certificate certificate) {
    return certificate.validity().text(ZoneOffset.UTC) + " (UTC)";
  }
}
