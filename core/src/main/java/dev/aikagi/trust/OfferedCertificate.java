package dev.aikagi.trust;

import dev.aikagi.key.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that somebody shows to log in: whether it lets him in where its authority is
 * trusted, and what it grants then.
 *
 * @param userName the account's, which has to be a principal where nothing else lists principals
 * @param clientHost name of the client, or its address where no name is known (UseDNS no)
 * @param clientAddress numeric
 */
public record OfferedCertificate(
    Certificate certificate,
    String userName,
    String clientHost,
    String clientAddress,
    CertificatePolicy policy) {

  /**
   * Why it lets nobody in by a line that names its authority; empty where it does.
   *
   * @param place of the line, as reasons name it
   */
  public Optional<UserCertificateRefusal> refusal(AuthorizedKeyOptions line, String place) {
    List<String> wanted = line.principals();
    if (wanted != null && wanted.stream().noneMatch(certificate.principals()::contains)) {
      return Optional.of(new UserCertificateRefusal.NotAuthorized(certificate, place));
    }
    return refusal(wanted == null, line, place);
  }

  /**
   * The same for an authority that is trusted for every account: the user's name has to be one of
   * the principals.
   */
  public Optional<UserCertificateRefusal> refusalByName(String place) {
    return refusal(true, AuthorizedKeyOptions.NONE, place);
  }

  /** The same where a list of principals has one of this certificate's. */
  public Optional<UserCertificateRefusal> refusalOfListed(AuthorizedKeyOptions line, String place) {
    return refusal(false, line, place);
  }

  private Optional<UserCertificateRefusal> refusal(
      boolean byName, AuthorizedKeyOptions line, String place) {
    Optional<UserCertificateRefusal> refusal =
        byName ? policy.userRefusal(certificate, userName) : policy.userRefusal(certificate);
    if (refusal.isPresent()) {
      return refusal;
    }
    return switch (UserCertificateOptions.of(certificate)) {
      case UserCertificateOptions.Outcome.Refused r -> Optional.of(r.refusal());
      case UserCertificateOptions.Outcome.Read(UserCertificateOptions own) ->
          line.and(own.permissions()).isPresent()
              ? own.refusal(certificate, clientAddress)
              : Optional.of(new UserCertificateRefusal.ConflictingOptions(certificate, place));
    };
  }

  /**
   * What it grants by a line that does not refuse it: what both of them permit, under all that
   * either demands.
   *
   * @throws IllegalStateException where the line refuses it
   */
  public AuthorizedKeyOptions permissions(AuthorizedKeyOptions line) {
    return line.and(permissionsByName()).orElseThrow(IllegalStateException::new);
  }

  /**
   * What it grants by itself, where no line stands beside it. It alone can do without the touch of
   * a security key then.
   *
   * @throws IllegalStateException where {@link #refusalByName} refuses it
   */
  public AuthorizedKeyOptions permissionsByName() {
    if (UserCertificateOptions.of(certificate)
        instanceof UserCertificateOptions.Outcome.Read(UserCertificateOptions own)) {
      return own.permissions();
    }
    throw new IllegalStateException("a certificate that cannot be obeyed");
  }
}
