package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityException;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.Surroundings;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A key of this host: root reads it, and for everybody else ssh-keysign signs.
 *
 * @param file of the private half
 * @param local the address that the connection comes from; empty through a proxy
 */
record OwnHostKey(
    OwnHost host, Path file, ShownKey shown, Surroundings machine, Optional<InetAddress> local)
    implements Identity {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.of(shown.key());
  }

  @Override
  public Optional<Certificate> certificate() {
    return shown.certificate();
  }

  @Override
  public Signer signer() throws IOException {
    if (!Files.isReadable(file)) {
      return new Keysign(host.helper(file, machine), shown.key(), local);
    }
    return switch (PrivateKeyFile.read(file, null)) {
      case PrivateKeyFile.Loaded loaded when loaded.key().publicKey().equals(shown.key()) ->
          loaded.key();
      case PrivateKeyFile.Loaded _ ->
          throw new IdentityException(new IdentityReason.OtherPublicHalf(name()));
      case PrivateKeyFile.Refused(KeyFileRefusal reason) ->
          throw new IdentityException(new IdentityReason.BadFile(name(), reason));
    };
  }
}
