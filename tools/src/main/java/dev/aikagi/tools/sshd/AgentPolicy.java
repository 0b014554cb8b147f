package dev.aikagi.tools.sshd;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import java.util.Optional;

/** Whether somebody who is logged in may bring his agent along: each setting alone can refuse. */
final class AgentPolicy {
  private AgentPolicy() {}

  static Optional<ForwardRefusal> refusal(Login login) {
    ServerConfig config = login.config();
    if (config.value(ServerKeywords.DISABLE_FORWARDING)) {
      return Optional.of(
          new ForwardRefusal.SwitchedOff(ServerKeywords.DISABLE_FORWARDING.name(), "yes"));
    }
    if (!config.value(ServerKeywords.ALLOW_AGENT_FORWARDING)) {
      return Optional.of(
          new ForwardRefusal.SwitchedOff(ServerKeywords.ALLOW_AGENT_FORWARDING.name(), "no"));
    }
    if (!login.options().agentForwarding()) {
      return Optional.of(new ForwardRefusal.NoAgentByThisKey());
    }
    return login.mustChangePassword()
        ? Optional.of(new ForwardRefusal.PasswordExpired())
        : Optional.empty();
  }
}
