package dev.aikagi.tools.ssh;

import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.PublicKey;
import java.util.Optional;

/**
 * An identity that was thought of, whether it was offered or not.
 *
 * @param fault what is wrong with it, as far as that shows without a passphrase and a server
 */
record Considered(
    String name, Origin origin, Optional<PublicKey> key, Optional<IdentityReason> fault) {
  /** Nobody asked for a default name that is not there. */
  boolean isMerelyAbsent() {
    return origin instanceof Origin.ByDefault
        && fault.filter(IdentityReason.Missing.class::isInstance).isPresent();
  }
}
