package dev.aikagi.tools.add;

import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds the keys of files, and the certificates beside them. */
final class AddKeys {
  private static final String STANDARD_INPUT = "(stdin)";
  private static final int MAX_SHOWN = 1024;

  /** A certificate is of no use after its end; clocks differ. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private static final long FOREVER = -1;

  private final AddLine line;
  private final Desk desk;
  private final KeyConstraints constraints;
  private final String provider;
  private final InstantSource clock;

  /** What opened a file before may open the next. */
  private @Nullable SecretBytes passphrase;

  /**
   * @param provider how an agent reaches the authenticator of a key that is in one
   */
  AddKeys(
      AddLine line, Desk desk, KeyConstraints constraints, String provider, InstantSource clock) {
    this.line = line;
    this.desk = desk;
    this.constraints = constraints;
    this.provider = provider;
    this.clock = clock;
  }

  /** False where something went wrong; what, was said. */
  boolean add(String file) throws IOException {
    String name = file.equals("-") ? STANDARD_INPUT : file;
    byte[] content = content(file, name);
    if (content.length == 0) {
      return false;
    }
    try {
      PrivateKeyFile.Loaded loaded = open(name, content);
      if (loaded == null) {
        return false;
      }
      try (PrivateKey key = loaded.key()) {
        String comment = loaded.comment().isEmpty() ? name : loaded.comment();
        boolean added = !line.has('C') && addKey(name, comment, key);
        return (!line.has('k') && addCertificate(name, comment, key)) || added;
      }
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Empty where it cannot be used; why, was said. */
  private byte[] content(String file, String name) throws IOException {
    try {
      if (file.equals("-")) {
        return desk.in().readNBytes(PrivateKeyFile.MAX_FILE);
      }
      Path path = Path.of(file);
      Map<String, Object> seen = Files.readAttributes(path, "unix:mode,uid");
      if (!isPrivate(path, seen)) {
        return new byte[0];
      }
      return loaded(path, name);
    } catch (KeyFileException e) {
      desk.say("Error loading key \"" + name + "\": " + words(e.reason()));
    } catch (IOException e) {
      desk.say(name + ": " + FileFault.sentence(e));
    }
    return new byte[0];
  }

  private byte[] loaded(Path path, String name) throws IOException {
    String fault = "error in libcrypto";
    if (Files.isDirectory(path)) {
      fault = "Is a directory";
    } else {
      byte[] content = PrivateKeyFile.content(path);
      if (content.length > 0) {
        return content;
      }
    }
    desk.say("Error loading key \"" + name + "\": " + fault);
    return new byte[0];
  }

  private boolean isPrivate(Path path, Map<String, Object> seen) {
    int mode = ((Number) seen.getOrDefault("mode", 0)).intValue() & 07777;
    long owner = ((Number) seen.getOrDefault("uid", 0)).longValue();
    var attributes = new FileModes.Attributes(FileModes.Kind.FILE, mode, owner, "");
    var fault = FileModes.privateKey(path, attributes, desk.userId());
    fault.ifPresent(f -> f.warning().lines().forEach(desk::log));
    return fault.isEmpty();
  }

  private PrivateKeyFile.@Nullable Loaded open(String name, byte[] content) throws IOException {
    PrivateKeyFile.Reading reading = PrivateKeyFile.read(content, null);
    if (isLocked(reading) && passphrase != null) {
      reading = PrivateKeyFile.read(content, passphrase);
    }
    String prompt = "Enter passphrase for ";
    while (isLocked(reading)) {
      forgetPassphrase();
      String use = line.has('c') ? " (will confirm each use)" : "";
      SecretBytes given = desk.secrets().ask(prompt + name + use + ": ");
      passphrase = given;
      if (given.length() == 0) {
        forgetPassphrase();
        return null;
      }
      reading = PrivateKeyFile.read(content, given);
      prompt = "Bad passphrase, try again for ";
    }
    return switch (reading) {
      case PrivateKeyFile.Loaded loaded -> loaded;
      case PrivateKeyFile.Refused(KeyFileRefusal reason) -> {
        refused(name, reason);
        yield null;
      }
    };
  }

  private static boolean isLocked(PrivateKeyFile.Reading reading) {
    return reading instanceof PrivateKeyFile.Refused refused
        && (refused.reason() instanceof KeyFileRefusal.PassphraseRequired
            || refused.reason() instanceof KeyFileRefusal.WrongPassphrase);
  }

  /** OpenSSH's line, and below it the reason where that line does not tell. */
  private void refused(String name, KeyFileRefusal reason) {
    desk.say("Error loading key \"" + name + "\": " + words(reason));
    desk.say(name + ": " + reason.summary());
    reason.remedy().ifPresent(r -> desk.say(name + ": " + r));
    forgetPassphrase();
  }

  /** The words of OpenSSH's ssherr.c. */
  private static String words(KeyFileRefusal reason) {
    return switch (reason) {
      case KeyFileRefusal.UnsupportedType _, KeyFileRefusal.NoSuchForm _ ->
          "unknown or unsupported key type";
      case KeyFileRefusal.UnsupportedProtection _ -> "key encrypted using unsupported cipher";
      case KeyFileRefusal.Unreadable u -> u.detail();
      default -> "error in libcrypto";
    };
  }

  void forgetPassphrase() {
    SecretBytes known = passphrase;
    if (known != null) {
      known.close();
    }
    passphrase = null;
  }

  private boolean addKey(String name, String comment, PrivateKey key) {
    try {
      desk.agent().add(TransferredKey.of(key), comment, withProvider(key, constraints));
    } catch (AgentException e) {
      desk.say("Could not add identity \"" + name + "\": " + Desk.words(e));
      return false;
    }
    desk.added("Identity added: " + name + " (" + printable(comment) + ")", line, constraints);
    return true;
  }

  private KeyConstraints withProvider(PrivateKey key, KeyConstraints rest) {
    return key instanceof SecurityKeyPrivateKey ? rest.withSecurityKeyProvider(provider) : rest;
  }

  private static String printable(String text) {
    return Printable.of(text, MAX_SHOWN);
  }

  private boolean addCertificate(String name, String comment, PrivateKey key) {
    String path = name + "-cert.pub";
    Certificate certificate = name.equals(STANDARD_INPUT) ? null : certificate(path);
    if (certificate == null) {
      return false;
    }
    if (!certificate.publicKey().equals(key.publicKey())) {
      desk.log("Certificate " + path + " does not match private key " + name);
      return false;
    }
    String id = printable(certificate.keyId());
    Optional<KeyConstraints> heeded = forCertificate(certificate);
    if (heeded.isEmpty()) {
      desk.log("Certificate " + path + " (" + id + ") has expired and is not added (-N adds it)");
      return false;
    }
    try {
      KeyConstraints all = withProvider(key, heeded.get());
      desk.agent().add(TransferredKey.of(certificate, key), comment, all);
    } catch (AgentException e) {
      desk.log("Certificate " + path + " (" + id + ") add failed: " + Desk.words(e));
      return false;
    }
    desk.added("Certificate added: " + path + " (" + id + ")", line, heeded.get());
    return true;
  }

  private @Nullable Certificate certificate(String path) {
    try {
      Optional<PublicFile> file = PublicFile.read(Path.of(path));
      if (file.isEmpty() && !line.has('C') && !Files.exists(Path.of(path))) {
        return null;
      }
      Optional<Certificate> found = file.flatMap(PublicFile::certificate);
      if (found.isEmpty()) {
        String why = Files.exists(Path.of(path)) ? "invalid format" : "No such file or directory";
        desk.log("Failed to load certificate \"" + path + "\": " + why);
      }
      return found.orElse(null);
    } catch (IOException e) {
      desk.log("Failed to load certificate \"" + path + "\": " + FileFault.sentence(e));
      return null;
    }
  }

  /** The agent forgets it soon after its end, unless -N; empty where that is over already. */
  private Optional<KeyConstraints> forCertificate(Certificate certificate) {
    long end = certificate.validity().before();
    if (line.has('N') || end == FOREVER) {
      return Optional.of(constraints);
    }
    long now = Math.max(0, clock.instant().getEpochSecond());
    long left = end - now + GRACE.toSeconds();
    if (Long.compareUnsigned(end, now) <= 0 && left <= 0) {
      return Optional.empty();
    }
    // An unsigned number beyond what a lifetime can be is one without end.
    if (left < 0 || left > Integer.MAX_VALUE) {
      return Optional.of(constraints);
    }
    Duration own = Duration.ofSeconds(left);
    boolean shorter = constraints.lifetime().filter(l -> l.compareTo(own) <= 0).isEmpty();
    return Optional.of(shorter ? constraints.withLifetime(own) : constraints);
  }
}
