package dev.aikagi.tools.sshd;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.Signer;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host keys, and the certificates of some of them.
 *
 * @param certificates each of one of the keys
 */
record HostKeys(List<Signer> signers, List<Certificate> certificates) {
  private static final int MAX_CERTIFICATE_FILE = 1 << 20;

  HostKeys {
    signers = List.copyOf(signers);
    certificates = List.copyOf(certificates);
  }

  /** Those that can be loaded; of each other, the log tells why not. */
  static HostKeys load(ServerConfig config, ServerLog log) {
    List<Signer> signers = signers(config, log);
    List<Certificate> certificates = new ArrayList<>();
    for (String name : config.value(ServerKeywords.HOST_CERTIFICATE)) {
      certificate(name, signers, log).ifPresent(certificates::add);
    }
    return new HostKeys(signers, certificates);
  }

  /** What can be shown. */
  Set<KeyType> types() {
    Set<KeyType> types = EnumSet.noneOf(KeyType.class);
    signers.forEach(s -> types.add(s.publicKey().type()));
    certificates.forEach(c -> types.add(c.type()));
    return types;
  }

  private static Optional<Certificate> certificate(
      String name, List<Signer> signers, ServerLog log) {
    Optional<Certificate> read = Optional.empty();
    try {
      read = read(Path.of(name));
    } catch (NoSuchFileException e) {
      log.error("Could not load host certificate \"" + name + "\": No such file or directory");
      return read;
    } catch (IOException e) {
      log.error("Could not load host certificate \"" + name + "\": " + ServerLog.why(e));
      return read;
    }
    if (read.isEmpty()) {
      log.error("Certificate file is not a certificate: " + name);
      return read;
    }
    Certificate certificate = read.get();
    if (signers.stream().noneMatch(s -> s.publicKey().equals(certificate.publicKey()))) {
      log.error("No matching private key for certificate: " + name);
      return Optional.empty();
    }
    log.debug("host certificate: " + certificate.type() + " " + name);
    return read;
  }

  /** The first line that holds anything. */
  private static Optional<Certificate> read(Path file) throws IOException {
    if (Files.size(file) > MAX_CERTIFICATE_FILE) {
      throw new IOException("too large");
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
        return PublicKeyFile.certificate(line);
      }
    }
    return Optional.empty();
  }

  private static List<Signer> signers(ServerConfig config, ServerLog log) {
    List<Signer> keys = new ArrayList<>();
    boolean configured = config.isSet(ServerKeywords.HOST_KEY);
    for (String name : config.value(ServerKeywords.HOST_KEY)) {
      Path file = Path.of(name);
      // Of the built-in list, an installation has those that it made.
      if (configured || Files.exists(file)) {
        load(file, log).filter(key -> fits(file, key, config, log)).ifPresent(keys::add);
      }
    }
    return keys;
  }

  /** A key that this server would let no user log in with is not its own proof either. */
  private static boolean fits(Path file, PrivateKey key, ServerConfig config, ServerLog log) {
    Optional<KeyRefusal> refusal =
        key.publicKey().refusal(config.value(ServerKeywords.REQUIRED_RSA_SIZE));
    if (refusal.isEmpty()) {
      return true;
    }
    key.close();
    log.error("Host key " + file + ": Invalid key length");
    log.error(refusal.get().summary());
    return false;
  }

  private static Optional<PrivateKey> load(Path file, ServerLog log) {
    Optional<FileModeReason.PrivateKeyTooOpen> tooOpen =
        new UserKeys.Attributes(true)
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
        case PrivateKeyFile.Loaded(SecurityKeyPrivateKey _, _, _, _) ->
            log.debug("host key " + file + ": it would need its authenticator");
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
