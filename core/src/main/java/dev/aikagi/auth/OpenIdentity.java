package dev.aikagi.auth;

import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.util.Optional;

record OpenIdentity(String name, Signer signer, Optional<Certificate> certificate)
    implements Identity {
  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(certificate.map(Certificate::publicKey).orElseGet(signer::publicKey));
  }

  @Override
  public boolean unlocked() {
    return true;
  }
}
