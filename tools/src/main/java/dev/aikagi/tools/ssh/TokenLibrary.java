package dev.aikagi.tools.ssh;

import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import java.util.Optional;

/**
 * What reaches authenticators, as SecurityKeyProvider has it.
 *
 * @param setting a library or "internal"; "none"; or $NAME, for what that variable says
 */
record TokenLibrary(String setting) {
  private static final String NONE = "none";

  static TokenLibrary of(ClientConfig config) {
    return new TokenLibrary(config.value(ClientKeywords.SECURITY_KEY_PROVIDER).orElse(NONE));
  }

  /** Empty where authenticators are not used: "none" was said, or the variable is not set. */
  Optional<String> provider() {
    Optional<Variable> variable = Variable.in(setting);
    return variable.isPresent()
        ? variable.get().value().filter(value -> !value.isEmpty())
        : Optional.of(setting).filter(s -> !s.equals(NONE));
  }

  IdentityReason missing(String identity) {
    return new IdentityReason.NoProvider(identity, setting);
  }
}
