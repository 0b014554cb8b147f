package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.auth.Identity;
import java.util.Optional;

/**
 * An identity of a file, before it is known what the agent has.
 *
 * @param identity empty where it is not to be offered: there is no such file, for example
 */
record Candidate(Optional<Identity> identity, Considered considered) {
  /** Whether the agent lists this very key, or this very certificate. */
  boolean is(AgentIdentity held) {
    return considered.is(held);
  }
}
