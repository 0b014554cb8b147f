package dev.aikagi.agent;

import java.util.List;

/**
 * What an agent listed.
 *
 * @param usable in the agent's order, keys and certificates
 * @param skipped the others, each with its reason: unknown types, faulty keys and certificates
 */
public record AgentIdentities(List<AgentIdentity> usable, List<AgentFailure.KeyNotUsable> skipped) {
  public AgentIdentities {
    usable = List.copyOf(usable);
    skipped = List.copyOf(skipped);
  }
}
