package dev.aikagi.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an agent is to heed when it uses a key. An agent that does not know one of them must not
 * take the key (CVE-2026-39832 and its kin).
 *
 * @param lifetime after which the agent forgets the key; whole seconds, below 2^32
 * @param confirm whether a person is asked for each use
 * @param destinations where the key may be used; empty for everywhere
 * @param securityKeyProvider the middleware of a key inside an authenticator
 */
public record KeyConstraints(
    Optional<Duration> lifetime,
    boolean confirm,
    List<DestinationConstraint> destinations,
    Optional<String> securityKeyProvider) {
  public static final KeyConstraints NONE =
      new KeyConstraints(Optional.empty(), false, List.of(), Optional.empty());

  private static final long MAX_SECONDS = 0xffff_ffffL;

  public KeyConstraints {
    destinations = List.copyOf(destinations);
    if (lifetime.isPresent()
        && (lifetime.get().isNegative() || lifetime.get().toSeconds() > MAX_SECONDS)) {
      throw new IllegalArgumentException("lifetime: " + lifetime.get());
    }
  }

  public boolean isNone() {
    return equals(NONE);
  }

  public KeyConstraints withLifetime(Duration value) {
    return new KeyConstraints(Optional.of(value), confirm, destinations, securityKeyProvider);
  }

  public KeyConstraints withConfirm(boolean value) {
    return new KeyConstraints(lifetime, value, destinations, securityKeyProvider);
  }

  public KeyConstraints withDestinations(List<DestinationConstraint> value) {
    return new KeyConstraints(lifetime, confirm, value, securityKeyProvider);
  }

  public KeyConstraints withSecurityKeyProvider(String value) {
    return new KeyConstraints(lifetime, confirm, destinations, Optional.of(value));
  }
}
