package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.util.Optional;

/** A key that an agent holds, by itself or under a certificate. */
record AgentKey(String name, PublicKey key, Signer agentSigner, boolean explicit)
    implements Identity {
  @Override
  public String origin() {
    return explicit ? "explicit agent" : "agent";
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(key);
  }

  @Override
  public boolean unlocked() {
    return true;
  }

  @Override
  public Signer signer() {
    return agentSigner;
  }
}
