package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyFileRefusal;
import java.util.List;
import java.util.Optional;

/**
 * Why a certificate of the user's own is not offered, or why a server that looks at it will refuse
 * it. The identity is the file's name, or what the agent calls it.
 */
public sealed interface OwnCertificateReason extends IdentityReason {
  /** CertificateFile names a file that is not there. */
  record FileMissing(String identity) implements OwnCertificateReason {
    @Override
    public String summary() {
      return "no such certificate: " + Printable.of(identity, 1024) + ": No such file or directory";
    }
  }

  /** There is a file, and no certificate in it that could be used. */
  record BadCertificate(String identity, KeyFileRefusal reason) implements OwnCertificateReason {
    @Override
    public String summary() {
      return reason.summary();
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed again: ssh-keygen -s CA_KEY");
    }
  }

  /** It was made for a host, and proves nothing about a user. */
  record NotForUsers(String identity, Certificate certificate) implements OwnCertificateReason {
    @Override
    public String summary() {
      return "not a user certificate";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed by ssh-keygen -s without -h");
    }
  }

  /** The private half that is here is that of another key. */
  record OfAnotherKey(String identity, Certificate certificate) implements OwnCertificateReason {
    @Override
    public String summary() {
      return "the certificate does not belong to the private key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the private key that it was made for, or have this one signed");
    }
  }

  /** Nothing that is configured, and no agent, has the private half of the key in it. */
  record WithoutKey(String identity, Certificate certificate) implements OwnCertificateReason {
    @Override
    public String summary() {
      return "no private key for the certificate";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name its private key with -i, or add that to an agent with ssh-add");
    }
  }

  /**
   * It was valid once.
   *
   * @param valid from when to when, in local time
   */
  record Expired(String identity, Certificate certificate, String valid)
      implements OwnCertificateReason {
    @Override
    public String summary() {
      return "the certificate has expired: it was valid " + valid;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed again, or check the clock of this machine");
    }
  }

  /**
   * It will be valid later.
   *
   * @param valid from when to when, in local time
   */
  record NotYetValid(String identity, Certificate certificate, String valid)
      implements OwnCertificateReason {
    @Override
    public String summary() {
      return "the certificate is not valid yet: it is valid " + valid;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("check the clocks of this machine and of the authority's");
    }
  }

  /** Since OpenSSH 10.3 such a certificate is for nobody at all. */
  record NoPrincipals(String identity, Certificate certificate) implements OwnCertificateReason {
    @Override
    public String summary() {
      return "the certificate names no user";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("have the key signed with the names of its users: ssh-keygen -n NAMES");
    }
  }

  /**
   * It names others; the server may map their names to this user (AuthorizedPrincipalsFile).
   *
   * @param names those of the certificate
   * @param user who is to be logged in
   */
  record NameNotListed(String identity, Certificate certificate, List<String> names, String user)
      implements OwnCertificateReason {
    public NameNotListed {
      names = List.copyOf(names);
    }

    @Override
    public String summary() {
      return "the certificate does not name "
          + Printable.of(user, 255)
          + ", only "
          + Printable.of(String.join(", ", names), 1024);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("log in with one of these names, or have the key signed with this one");
    }
  }
}
