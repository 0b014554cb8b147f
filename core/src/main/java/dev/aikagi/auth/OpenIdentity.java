package dev.aikagi.auth;

import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.util.Optional;

record OpenIdentity(String name, Signer signer) implements Identity {
  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(signer.publicKey());
  }

  @Override
  public boolean unlocked() {
    return true;
  }
}
