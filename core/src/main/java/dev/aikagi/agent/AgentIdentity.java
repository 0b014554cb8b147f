package dev.aikagi.agent;

import dev.aikagi.key.PublicKey;

/**
 * A key that an agent holds.
 *
 * @param comment the agent's word for it, usually the file that it came from; not made safe to
 *     print
 */
public record AgentIdentity(PublicKey key, String comment) {}
