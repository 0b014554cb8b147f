package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PrivateKeyFile.Loaded;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Loads keys for the jobs, with OpenSSH's words where that fails. */
final class KeyFiles {
  private final Request request;
  private final Desk desk;

  KeyFiles(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
  }

  /** The file of -f, or of the question. */
  String name(String question) throws Failure, IOException {
    if (request.file().isPresent()) {
      return request.file().get();
    }
    String standard = desk.home().resolve(".ssh").resolve(standardName()).toString();
    String answer = desk.answer(question + " (" + standard + "): ").orElseThrow(Failure::silent);
    return answer.isEmpty() ? standard : answer;
  }

  private String standardName() throws Failure {
    return switch (request.type().orElse(Generate.DEFAULT_TYPE)) {
      case "rsa", "ssh-rsa", "rsa-sha2-256", "rsa-sha2-512" -> "id_rsa";
      case "dsa", "ssh-dss" -> "id_dsa";
      case "ecdsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          "id_ecdsa";
      case "ed25519", "ssh-ed25519" -> "id_ed25519";
      case "ecdsa-sk", "sk-ecdsa-sha2-nistp256@openssh.com" -> "id_ecdsa_sk";
      case "ed25519-sk", "sk-ssh-ed25519@openssh.com" -> "id_ed25519_sk";
      default -> throw Failure.fatal("bad key type");
    };
  }

  /** stat(2) before anything is asked. */
  static void mustExist(String name, String prefix) throws Failure, IOException {
    Path path = Path.of(name);
    try {
      Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class);
    } catch (IOException e) {
      throw Failure.fatal(prefix + name + ": " + FileFault.sentence(e));
    }
  }

  static SecretBytes secret(String text) {
    return SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A key and the passphrase that opened it, empty for a clear file. */
  record Opened(Loaded loaded, SecretBytes passphrase) implements AutoCloseable {
    @Override
    public void close() {
      loaded.key().close();
      passphrase.close();
    }
  }

  /**
   * Without a passphrase first; then with the one given, or asked for.
   *
   * @param failure what to say before the reason
   */
  Opened open(String name, Optional<String> given, String prompt, String failure)
      throws Failure, IOException {
    checkMode(name, failure);
    switch (PrivateKeyFile.read(Path.of(name), null)) {
      case Loaded loaded -> {
        return new Opened(loaded, SecretBytes.taking(new byte[0]));
      }
      case PrivateKeyFile.Refused(KeyFileRefusal.PassphraseRequired _) -> {
        // Asked for below.
      }
      case PrivateKeyFile.Refused refused -> throw refused(name, failure, refused.reason());
    }
    SecretBytes passphrase = given.isPresent() ? secret(given.get()) : desk.passphrase(prompt);
    return switch (PrivateKeyFile.read(Path.of(name), passphrase)) {
      case Loaded loaded -> new Opened(loaded, passphrase);
      case PrivateKeyFile.Refused refused -> {
        passphrase.close();
        throw refused(name, failure, refused.reason());
      }
    };
  }

  /** OpenSSH's line, and below it the reason where that line does not tell. */
  private Failure refused(String name, String failure, KeyFileRefusal reason) {
    desk.log(failure + ": " + words(reason));
    if (tellsMore(reason)) {
      desk.log(name + ": " + reason.summary());
      reason.remedy().ifPresent(r -> desk.log(name + ": " + r));
    }
    return Failure.fatal("");
  }

  private static boolean tellsMore(KeyFileRefusal reason) {
    return switch (reason) {
      case KeyFileRefusal.WrongPassphrase _,
          KeyFileRefusal.PassphraseRequired _,
          KeyFileRefusal.Unreadable _ ->
          false;
      default -> true;
    };
  }

  /** The words of OpenSSH's ssherr.c. */
  static String words(KeyFileRefusal reason) {
    return switch (reason) {
      case KeyFileRefusal.WrongPassphrase _, KeyFileRefusal.PassphraseRequired _ ->
          "incorrect passphrase supplied to decrypt private key";
      case KeyFileRefusal.UnsupportedType _, KeyFileRefusal.NoSuchForm _ ->
          "unknown or unsupported key type";
      case KeyFileRefusal.UnsupportedProtection _ -> "unknown or unsupported cipher";
      case KeyFileRefusal.Unreadable u -> u.detail();
      case KeyFileRefusal.Damaged _,
          KeyFileRefusal.NotAKeyFile _,
          KeyFileRefusal.PublicKeyOnly _,
          KeyFileRefusal.NoCertificate _,
          KeyFileRefusal.PublicHalfMismatch _,
          KeyFileRefusal.TooCostly _,
          KeyFileRefusal.LibraryMissing _ ->
          "invalid format";
    };
  }

  /** The same for a line that is no key. */
  static String words(KeyLine.Fault fault) {
    return switch (fault) {
      case FORM, DAMAGED -> "invalid format";
      case UNKNOWN_TYPE -> "unknown or unsupported key type";
      case OTHER_TYPE -> "key type does not match";
      case FORGED -> "incorrect signature";
    };
  }

  /** A key of this user that others may read is not used (authfile.c). */
  private void checkMode(String name, String failure) throws Failure, IOException {
    Map<String, Object> attributes;
    Map<String, Object> self;
    try {
      attributes = Files.readAttributes(Path.of(name), "unix:mode,uid");
      self = Files.readAttributes(Path.of("/proc/self"), "unix:uid");
    } catch (UnsupportedOperationException | NoSuchFileException e) {
      // No modes here, or no such file, which the reading says.
      return;
    }
    int mode = attributes.get("mode") instanceof Integer m ? m & 0777 : 0;
    if ((mode & 077) == 0 || !java.util.Objects.equals(attributes.get("uid"), self.get("uid"))) {
      return;
    }
    String rule = "@".repeat(59);
    desk.log(rule);
    desk.log("@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @");
    desk.log(rule);
    desk.log("Permissions 0%03o for '%s' are too open.".formatted(mode, name));
    desk.log("It is required that your private key files are NOT accessible by others.");
    desk.log("This private key will be ignored.");
    throw Failure.fatal(failure + ": bad permissions");
  }

  /**
   * A public key or certificate of the file itself, of its .pub file, or of the clear part of a
   * private key; and, which OpenSSH leaves out here, in any of the forms between BEGIN and END.
   */
  static Optional<PublicFiles.Loaded> publicKey(String name) {
    return PublicFiles.load(name).or(() -> armoured(name)).or(() -> armoured(name + ".pub"));
  }

  private static Optional<PublicFiles.Loaded> armoured(String name) {
    byte[] content = new byte[0];
    try {
      content = PrivateKeyFile.content(Path.of(name));
      PublicKeyFile.Entry entry = PublicKeyFile.read(content);
      return Optional.of(
          new PublicFiles.Loaded(new KeyOrCertificate.Plain(entry.key()), entry.comment()));
    } catch (IOException e) {
      // Not there or not a public key: the next place may have one.
      return Optional.empty();
    } finally {
      // The file may be a clear private key.
      Arrays.fill(content, (byte) 0);
    }
  }
}
