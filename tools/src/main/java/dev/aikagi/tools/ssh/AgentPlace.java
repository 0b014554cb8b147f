package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.tools.explain.Sh;
import java.util.Optional;

/**
 * Where the agent is.
 *
 * @param socket empty for none
 * @param configured whether IdentityAgent says so: then ssh-add, which reads no configuration,
 *     talks to another one
 */
record AgentPlace(Optional<String> socket, boolean configured) {
  private static final String VARIABLE = "SSH_AUTH_SOCK";

  static AgentPlace of(ClientConfig config) throws ConfigException {
    Optional<String> value =
        config.value(ClientKeywords.IDENTITY_AGENT).filter(v -> !v.equals(VARIABLE));
    if (value.isEmpty()) {
      return new AgentPlace(new Variable(VARIABLE).value().filter(s -> !s.isEmpty()), false);
    }
    String named = value.get();
    if (named.equals("none")) {
      return new AgentPlace(Optional.empty(), true);
    }
    Optional<Variable> variable = Variable.in(named);
    return new AgentPlace(
        variable.isPresent() ? variable.get().value() : Optional.of(config.expandFile(named)),
        true);
  }

  /** What ssh-add is to be called with in front, so that it means this one. */
  String forSshAdd() {
    return configured && socket.isPresent() ? VARIABLE + "=" + Sh.word(socket.get()) + " " : "";
  }
}
