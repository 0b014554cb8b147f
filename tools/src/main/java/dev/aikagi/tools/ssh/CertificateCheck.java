package dev.aikagi.tools.ssh;

import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.key.Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What shows of a user's certificate without a server: why a server will refuse it. */
final class CertificateCheck {
  private CertificateCheck() {}

  /**
   * The first fault. That it does not name the user comes last, since the server may know better.
   *
   * @param name of the file, or the agent's word for it
   * @param user who is to be logged in
   */
  static Optional<OwnCertificateReason> of(
      String name, Certificate certificate, String user, Instant now) {
    if (certificate.kind() != Certificate.Kind.USER) {
      return Optional.of(new OwnCertificateReason.NotForUsers(name, certificate));
    }
    String valid = certificate.validity().text(ZoneId.systemDefault());
    if (certificate.validity().over(now)) {
      return Optional.of(new OwnCertificateReason.Expired(name, certificate, valid));
    }
    if (!certificate.validity().begun(now)) {
      return Optional.of(new OwnCertificateReason.NotYetValid(name, certificate, valid));
    }
    List<String> names = certificate.principals();
    if (names.isEmpty()) {
      return Optional.of(new OwnCertificateReason.NoPrincipals(name, certificate));
    }
    return names.contains(user)
        ? Optional.empty()
        : Optional.of(new OwnCertificateReason.NameNotListed(name, certificate, names, user));
  }
}
