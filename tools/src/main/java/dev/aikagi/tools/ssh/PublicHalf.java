package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityException;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.util.Optional;

/** A key of which only the public half is known: a server can be asked whether it would take it. */
record PublicHalf(PublicKey key) implements Identity {
  @Override
  public String name() {
    return Fingerprint.of(key).toString();
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(key);
  }

  @Override
  public Signer signer() throws IOException {
    throw new IdentityException(new IdentityReason.PrivateHalfMissing(name()));
  }
}
