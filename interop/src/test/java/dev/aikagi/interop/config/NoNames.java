package dev.aikagi.interop.config;

import dev.aikagi.config.HostLookup;
import java.util.Optional;

/** A machine without a name server: every host keeps its name. */
record NoNames() implements HostLookup {
  @Override
  public Optional<String> address(String text) {
    return Optional.empty();
  }

  @Override
  public Optional<String> officialName(String name) {
    return Optional.empty();
  }
}
