package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.HostLookup;
import dev.aikagi.posix.Resolver;
import java.net.UnknownHostException;
import java.util.Optional;

/** Looks host names up for CanonicalizeHostname, in the family that the configuration wants. */
record HostNames(Resolver.Family family) implements HostLookup {
  /** The family that a value of AddressFamily means. */
  static Resolver.Family family(String value) {
    return switch (value) {
      case "inet" -> Resolver.Family.INET;
      case "inet6" -> Resolver.Family.INET6;
      case "any" -> Resolver.Family.ANY;
      default -> throw new IllegalArgumentException(ClientKeywords.ADDRESS_FAMILY + " " + value);
    };
  }

  @Override
  public Optional<String> address(String text) {
    return Resolver.numeric(text, Resolver.Family.ANY).map(Resolver.Address::text);
  }

  @Override
  public Optional<String> officialName(String name) {
    try {
      return Optional.of(Resolver.resolve(name, family).officialName().orElse(name));
    } catch (UnknownHostException e) {
      // "Not found" is an answer here: the next domain is tried.
      return Optional.empty();
    }
  }
}
