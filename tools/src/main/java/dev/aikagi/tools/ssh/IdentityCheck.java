package dev.aikagi.tools.ssh;

import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What shows of a key file without a passphrase. */
final class IdentityCheck {
  private IdentityCheck() {}

  /** Others may read it; ssh does not use it then. */
  static Optional<FileModeReason.PrivateKeyTooOpen> mode(Path file, long userId)
      throws IOException {
    Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid");
    int mode = ((Number) attributes.getOrDefault("mode", 0)).intValue() & 07777;
    long owner = ((Number) attributes.getOrDefault("uid", 0)).longValue();
    return FileModes.privateKey(
        file, new FileModes.Attributes(FileModes.Kind.FILE, mode, owner, ""), userId);
  }

  /**
   * The first fault of an identity's files; empty where a passphrase is all that can be missing.
   *
   * @param name of the private half
   */
  static Optional<IdentityReason> of(String name, long userId) {
    Path file = Path.of(name);
    try {
      Optional<FileModeReason.PrivateKeyTooOpen> open = mode(file, userId);
      if (open.isPresent()) {
        // ssh warns of it all the same; a mode that is right for it would help nobody.
        if (ShownKey.isIn(file)) {
          return Optional.of(new IdentityReason.BadFile(name, new KeyFileRefusal.PublicKeyOnly()));
        }
        return Optional.of(new IdentityReason.TooOpen(name, open.get()));
      }
      byte[] content = PrivateKeyFile.content(file);
      try {
        return ofContent(name, content);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      return Optional.of(
          Files.exists(Path.of(name + ".pub"))
              ? new IdentityReason.PrivateHalfMissing(name)
              : new IdentityReason.Missing(name));
    } catch (IOException e) {
      return Optional.of(new IdentityReason.Unreadable(name, FileFault.sentence(e)));
    }
  }

  private static Optional<IdentityReason> ofContent(String name, byte[] content) {
    PrivateKeyFile.Reading reading = PrivateKeyFile.read(content, null);
    if (reading instanceof PrivateKeyFile.Loaded loaded) {
      try (var key = loaded.key()) {
        return pair(name, key.publicKey());
      }
    }
    KeyFileRefusal refusal = ((PrivateKeyFile.Refused) reading).reason();
    if (!(refusal instanceof KeyFileRefusal.PassphraseRequired)) {
      return Optional.of(new IdentityReason.BadFile(name, refusal));
    }
    try {
      return pair(name, PrivateKeyFile.publicHalf(content));
    } catch (KeyFileException e) {
      // A format that hides it: only the passphrase will tell.
      return Optional.empty();
    }
  }

  /** ssh offers what the .pub file says, and cannot sign with it if that is another key. */
  private static Optional<IdentityReason> pair(String name, PublicKey half) {
    try {
      PublicKey beside = PublicKeyFile.read(Files.readAllBytes(Path.of(name + ".pub"))).key();
      return beside.equals(half)
          ? Optional.empty()
          : Optional.of(new IdentityReason.OtherPublicHalf(name));
    } catch (IOException e) {
      // None there, or none that ssh can read: it takes the half from the private file.
      return Optional.empty();
    }
  }
}
