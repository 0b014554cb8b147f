package dev.aikagi.tools.sshd;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.Signer;
import dev.aikagi.posix.User;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads the host keys. */
final class HostKeys {
  private HostKeys() {}

  /** Those that can be loaded; of each other, the log tells why not. */
  static List<Signer> load(ServerConfig config, SshdLog log) {
    List<Signer> keys = new ArrayList<>();
    boolean configured = config.isSet(ServerKeywords.HOST_KEY);
    for (String name : config.value(ServerKeywords.HOST_KEY)) {
      Path file = Path.of(name);
      // Of the built-in list, an installation has those that it made.
      if (configured || Files.exists(file)) {
        load(file, log).ifPresent(keys::add);
      }
    }
    return keys;
  }

  private static Optional<Signer> load(Path file, SshdLog log) {
    Optional<FileModeReason.PrivateKeyTooOpen> tooOpen =
        new UserKeys.Attributes()
            .of(file)
            .flatMap(
                a -> FileModes.privateKey(file, a, Integer.toUnsignedLong(User.effectiveId())));
    if (tooOpen.isPresent()) {
      String banner = "@".repeat(59);
      log.error(banner);
      log.error("@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @");
      log.error(banner);
      log.error(tooOpen.get().summary());
      log.error("It is required that your private key files are NOT accessible by others.");
      log.error("This private key will be ignored.");
    }
    if (tooOpen.isEmpty()) {
      switch (PrivateKeyFile.read(file, null)) {
        case PrivateKeyFile.Loaded loaded -> {
          return Optional.of(loaded.key());
        }
        case PrivateKeyFile.Refused refused ->
            log.debug("host key " + file + ": " + refused.reason().summary());
      }
    }
    log.error("Unable to load host key: " + file);
    return Optional.empty();
  }
}
