package dev.aikagi.tools.ssh;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.IdentityException;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.key.Signer;
import dev.aikagi.tools.securitykey.Token;
import dev.aikagi.trust.FileModeReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key in a file; the private half is opened, and its passphrase asked for, when it is needed. */
final class FileIdentity implements Identity {
  private final String name;
  private final Path file;
  private final boolean explicit;
  private final Questions questions;
  private final int prompts;
  private final long userId;
  private final TokenLibrary library;
  private final Log log;
  private final AgentAddition adding;
  private final Optional<ShownKey> shown;
  private @Nullable Signer open;

  FileIdentity(
      String name,
      boolean explicit,
      Questions questions,
      int prompts,
      long userId,
      TokenLibrary library,
      Log log,
      AgentAddition adding) {
    this.name = name;
    this.file = Path.of(name);
    this.explicit = explicit;
    this.questions = questions;
    this.prompts = prompts;
    this.userId = userId;
    this.library = library;
    this.log = log;
    this.adding = adding;
    this.shown = ShownKey.of(name);
  }

  /** What the .pub file beside it or the file itself shows: the latter may be a certificate. */
  Optional<ShownKey> shown() {
    return shown;
  }

  boolean exists() {
    return Files.exists(file) || shown.isPresent();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    boolean held = publicKey().filter(k -> k.type().securityKey()).isPresent();
    return held && explicit
        ? "explicit authenticator"
        : held ? "authenticator" : explicit ? "explicit" : "";
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return shown.map(ShownKey::key);
  }

  /**
   * A key that the agent is to have is one that the server takes, and a person at an authenticator
   * is not asked for nothing: these are probed first. What is wrong with a file is said when it is
   * needed.
   */
  @Override
  public boolean unlocked() {
    if (open == null && !adding.isWanted()) {
      try {
        if (IdentityCheck.mode(file, userId).isEmpty()
            && PrivateKeyFile.read(file, null) instanceof PrivateKeyFile.Loaded loaded
            && !(loaded.key() instanceof SecurityKeyPrivateKey)) {
          open = loaded.key();
        }
      } catch (IOException e) {
        log.debug(3, name + ": " + FileFault.sentence(e));
      }
    }
    return open != null && !(open instanceof SecurityKeySigner);
  }

  @Override
  public Signer signer() throws IOException {
    Signer known = open;
    if (known == null) {
      known = load(file);
      open = known;
    }
    return known;
  }

  private Signer load(Path path) throws IOException {
    checkMode(path);
    PrivateKeyFile.Reading reading = PrivateKeyFile.read(path, null);
    if (reading instanceof PrivateKeyFile.Refused refused
        && refused.reason() instanceof KeyFileRefusal.PassphraseRequired) {
      return withPassphrase(path);
    }
    return opened(reading);
  }

  private Signer opened(PrivateKeyFile.Reading reading) throws IdentityException {
    return switch (reading) {
      case PrivateKeyFile.Loaded loaded -> {
        if (!(loaded.key() instanceof SecurityKeyPrivateKey held)) {
          adding.offer(name, loaded, Optional.empty());
          yield loaded.key();
        }
        String provider =
            library.provider().orElseThrow(() -> new IdentityException(library.missing(name)));
        adding.offer(name, loaded, Optional.of(provider));
        yield token(held, provider);
      }
      case PrivateKeyFile.Refused(KeyFileRefusal reason) -> {
        log.error("Load key \"" + name + "\": " + reason.summary());
        throw new IdentityException(
            reason instanceof KeyFileRefusal.Unreadable(String fault)
                ? new IdentityReason.Unreadable(name, fault)
                : new IdentityReason.BadFile(name, reason));
      }
    };
  }

  private Signer token(SecurityKeyPrivateKey key, String provider) {
    Token.Person person =
        new Token.Person() {
          @Override
          public @Nullable SecretBytes pin(String prompt) throws IOException {
            // BatchMode allows no question, and so no prompts.
            return prompts == 0 ? null : questions.ask(prompt, false);
          }

          @Override
          public void told(String text) {
            log.error(text);
          }
        };
    String prompt = "Enter PIN for %s key " + name.replace("%", "%%") + ": ";
    return new SecurityKeySigner(key, new Token(provider, prompt, false, person));
  }

  private void checkMode(Path path) throws IOException {
    Optional<FileModeReason.PrivateKeyTooOpen> fault;
    try {
      fault = IdentityCheck.mode(path, userId);
    } catch (IOException e) {
      log.debug(1, "no such identity: " + name + ": " + FileFault.sentence(e));
      throw new IdentityException(
          e instanceof NoSuchFileException
              ? new IdentityReason.PrivateHalfMissing(name)
              : new IdentityReason.Unreadable(name, FileFault.sentence(e)));
    }
    if (fault.isPresent()) {
      for (String line : fault.get().warning().split("\n", -1)) {
        if (!line.isEmpty()) {
          log.error(line);
        }
      }
      log.error("Load key \"" + name + "\": bad permissions");
      throw new IdentityException(
          ShownKey.isIn(path)
              ? new IdentityReason.BadFile(name, new KeyFileRefusal.PublicKeyOnly())
              : new IdentityReason.TooOpen(name, fault.get()));
    }
  }

  private Signer withPassphrase(Path path) throws IOException {
    String prompt = "Enter passphrase for key '" + name + "': ";
    int attempt = 0;
    for (; attempt < prompts; attempt++) {
      try (SecretBytes passphrase = questions.ask(prompt, false)) {
        if (passphrase == null || passphrase.length() == 0) {
          log.debug(2, "no passphrase given, try next key");
          break;
        }
        PrivateKeyFile.Reading reading = PrivateKeyFile.read(path, passphrase);
        boolean wrong =
            reading instanceof PrivateKeyFile.Refused refused
                && refused.reason() instanceof KeyFileRefusal.WrongPassphrase;
        if (!wrong) {
          return opened(reading);
        }
        log.debug(2, "bad passphrase given, try again...");
      }
    }
    throw new IdentityException(new IdentityReason.Locked(name, attempt));
  }
}
