package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.DsaPublicKey;
import dev.aikagi.key.EcdsaPublicKey;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PrivateKeyFile.WriteOptions;
import dev.aikagi.key.PrivateKeyFormat;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Shows keys in other forms: -y, -e and -i. */
final class Convert {
  /** RFC 4716 section 3.1: a header line has at most 72 bytes; its name and quotes take 12. */
  private static final int MAX_COMMENT = 60;

  private final Request request;
  private final Desk desk;
  private final KeyFiles files;

  Convert(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
    this.files = new KeyFiles(request, desk);
  }

  void showPublic() throws Failure, IOException {
    String name = files.name("Enter file in which the key is");
    KeyFiles.mustExist(name, "");
    try (KeyFiles.Opened opened = load(name)) {
      var loaded = opened.loaded();
      desk.line(new PublicKeyFile.Entry(loaded.key().publicKey(), loaded.comment()).line());
    }
  }

  private KeyFiles.Opened load(String name) throws Failure, IOException {
    return files.open(
        name, request.passphrase(), "Enter passphrase: ", "Load key \"" + name + "\"");
  }

  void export() throws Failure, IOException {
    String name = files.name("Enter file in which the key is");
    KeyFiles.mustExist(name, "ssh-keygen: ");
    if (request.conversion().isPrivateOnly()) {
      exportPrivate(name);
      return;
    }
    KeyOrCertificate key = KeyFiles.publicKey(name).map(PublicFiles.Loaded::key).orElse(null);
    if (key == null) {
      try (KeyFiles.Opened opened = load(name)) {
        key = new KeyOrCertificate.Plain(opened.loaded().key().publicKey());
      }
    }
    desk.out().print(form(key));
  }

  /** Only one of the forms is one of certificates too; the others have the key in it. */
  private String form(KeyOrCertificate exported) throws Failure {
    PublicKey key = exported.key();
    try {
      return switch (request.conversion()) {
        case RFC4716 -> PublicKeyFile.rfc4716(exported, comment(exported));
        case PKCS8 -> PublicKeyFile.pkcs8(key);
        // As OpenSSH: PKCS#1 is for RSA; for the others, PEM is the other form again.
        case PPK, PPK2 -> throw new IllegalStateException("a form of private keys only");
        case PEM ->
            key instanceof EcdsaPublicKey || key instanceof DsaPublicKey
                ? PublicKeyFile.pkcs8(key)
                : PublicKeyFile.pem(key);
      };
    } catch (KeyFileException e) {
      throw Failure.fatal(
          "do_convert_to_"
              + request.conversion().name().toLowerCase(java.util.Locale.ROOT)
              + ": unsupported key type "
              + exported.type().shortName());
    }
  }

  private String comment(KeyOrCertificate key) {
    String comment =
        key.key().bits()
            + "-bit "
            + key.type().shortName()
            + ", converted by "
            + desk.user()
            + "@"
            + desk.host()
            + " from OpenSSH";
    return comment.substring(0, Math.min(comment.length(), MAX_COMMENT));
  }

  void importKey() throws Failure, IOException {
    String name = files.name("Enter file in which the key is");
    KeyFiles.mustExist(name, "ssh-keygen: ");
    byte[] content = Files.readAllBytes(Path.of(name));
    try {
      desk.line(PublicKeyFile.read(content).key().line());
    } catch (KeyFileException e) {
      if (isPrivate(content)) {
        importPrivate(name);
        return;
      }
      if (importCertificate(content)) {
        return;
      }
      if (e.reason() instanceof KeyFileRefusal.NotAKeyFile) {
        throw Failure.fatal(unrecognised(name));
      }
      desk.log(name + ": " + e.reason().summary());
      throw Failure.fatal("ssh-keygen: " + name + ": " + KeyFiles.words(e.reason()));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private boolean importCertificate(byte[] content) {
    try {
      var certificate = PublicKeyFile.armouredCertificate(content);
      certificate.ifPresent(c -> desk.line(c.line()));
      return certificate.isPresent();
    } catch (MalformedException e) {
      // What is wrong with the file is known already.
      return false;
    }
  }

  private static boolean isPrivate(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, 64), StandardCharsets.ISO_8859_1);
    return start.contains("PRIVATE KEY") || start.startsWith("PuTTY-User-Key-File-");
  }

  private String unrecognised(String name) {
    return switch (request.conversion()) {
      case RFC4716 -> "do_convert_from_ssh2: parse key: invalid format";
      case PKCS8 -> "do_convert_from_pkcs8: " + name + " is not a recognised public key format";
      case PEM -> "do_convert_from_pem: unrecognised raw private key format";
      case PPK, PPK2 -> name + " is not a private key file of PuTTY";
    };
  }

  /** With the passphrase that it has, or that of -N. */
  private void exportPrivate(String name) throws Failure, IOException {
    try (KeyFiles.Opened opened = load(name);
        SecretBytes passphrase =
            request.newPassphrase().isPresent()
                ? KeyFiles.secret(request.newPassphrase().get())
                : SecretBytes.copyOf(opened.passphrase().expose())) {
      print(
          opened.loaded(),
          new WriteOptions(
              request.conversion().privateFormat(),
              passphrase,
              request.cipher(),
              request.rounds()));
    } catch (KeyFileException e) {
      throw Failure.fatal("ssh-keygen: " + name + ": " + e.reason().summary());
    }
  }

  private void print(PrivateKeyFile.Loaded loaded, WriteOptions options) throws KeyFileException {
    byte[] out = PrivateKeyFile.write(loaded.key(), loaded.comment(), options);
    desk.out().write(out, 0, out.length);
    Arrays.fill(out, (byte) 0);
  }

  /** A private key of another program, such as PuTTY's, comes out in OpenSSH's form and clear. */
  private void importPrivate(String name) throws Failure, IOException {
    try (KeyFiles.Opened opened = load(name)) {
      print(
          opened.loaded(),
          new WriteOptions(PrivateKeyFormat.OPENSSH, null, request.cipher(), request.rounds()));
    }
  }
}
