package dev.aikagi.trust;

import dev.aikagi.pattern.AddressPatterns;
import java.time.Instant;
import java.util.Optional;

/** The options of one line of a list, and whether they are met. */
record OptionsOfLine(String file, int number, AuthorizedKeyOptions options) {
  /**
   * Why they are not, wherever the client is.
   *
   * @param forAuthority whether it is the authority of a certificate that the line names
   */
  Optional<AuthorizedKeyReason> refusal(boolean forAuthority, Instant now) {
    if (options.expiry() != null && options.expiry().getEpochSecond() < now.getEpochSecond()) {
      return Optional.of(new AuthorizedKeyReason.Expired(file, number, options.expiry()));
    }
    if (options.principals() != null && !options.certAuthority()) {
      return Optional.of(new AuthorizedKeyReason.PrincipalsWithoutAuthority(file, number));
    }
    return options.certAuthority() && !forAuthority
        ? Optional.of(new AuthorizedKeyReason.AuthorityOutOfPlace(file, number))
        : Optional.empty();
  }

  /** Why they are not met by a client from there. Asked last: it is all that a place decides. */
  Optional<AuthorizedKeyReason> refusal(String host, String address) {
    String from = options.from();
    if (from == null) {
      return Optional.empty();
    }
    return switch (AddressPatterns.matchHostAndAddress(host, address, from)) {
      case INVALID -> Optional.of(new AuthorizedKeyReason.InvalidFrom(file, number, from));
      case NO_MATCH ->
          Optional.of(new AuthorizedKeyReason.NotFrom(file, number, host, address, from));
      case MATCH -> Optional.empty();
    };
  }
}
