package dev.aikagi.tools.ssh;

import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.auth.Identity;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.util.Optional;

/** A key that an agent holds, by itself or under a certificate. */
final class AgentKey implements Identity {
  private final String name;
  private final AgentIdentity listed;
  private final boolean explicit;
  private Signer signer;

  /**
   * One that the agent has listed.
   *
   * @param explicit whether the configuration names it too
   */
  AgentKey(String name, AgentIdentity held, Signer signer, boolean explicit) {
    this.name = name;
    this.listed = held;
    this.explicit = explicit;
    this.signer = signer;
  }

  /** As the agent listed it before it knew what for. */
  AgentIdentity listed() {
    return listed;
  }

  /** From here on it signs over this connection to the agent. */
  void lentBy(Signer other) {
    signer = other;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return explicit ? "explicit agent" : "agent";
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(listed.key());
  }

  @Override
  public boolean unlocked() {
    return true;
  }

  @Override
  public Signer signer() {
    return signer;
  }
}
