package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import java.util.List;

/** Signs through an agent; each signature may wait for a person. */
record AgentSigner(AgentClient agent, AgentIdentity identity) implements Signer {
  @Override
  public PublicKey publicKey() {
    return identity.key();
  }

  @Override
  public List<SignatureAlgorithm> algorithms() {
    return SignatureAlgorithm.SUPPORTED.stream()
        .filter(a -> a.keyType() == identity.key().type())
        .toList();
  }

  @Override
  public Bytes sign(SignatureAlgorithm algorithm, byte[] data) throws SshException {
    return agent.sign(identity.blob(), algorithm, data);
  }
}
