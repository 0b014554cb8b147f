package dev.aikagi.agent;

import dev.aikagi.key.PublicKey;

/** A key that an agent holds, and its comment. */
public record AgentIdentity(PublicKey key, String comment) {}
