package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.Randomart;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.posix.SecurityKeyProvider;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Makes keys: the dialogue of the tutorial, and the host keys of -A. */
final class Generate {
  static final String DEFAULT_TYPE = "ed25519";
  private static final int DEFAULT_RSA_BITS = 3072;

  private final Request request;
  private final Desk desk;

  Generate(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
  }

  /** A kind of key that can be made, and its size. */
  private enum Kind {
    RSA,
    DSA,
    ECDSA,
    ED25519,
    ECDSA_SK,
    ED25519_SK
  }

  private static Kind kind(String name) throws Failure {
    return switch (name) {
      case "rsa", "ssh-rsa", "rsa-sha2-256", "rsa-sha2-512" -> Kind.RSA;
      case "dsa", "ssh-dss" -> Kind.DSA;
      case "ecdsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          Kind.ECDSA;
      case "ed25519", "ssh-ed25519" -> Kind.ED25519;
      case "ecdsa-sk", "sk-ecdsa-sha2-nistp256@openssh.com" -> Kind.ECDSA_SK;
      case "ed25519-sk", "sk-ssh-ed25519@openssh.com" -> Kind.ED25519_SK;
      default -> throw Failure.fatal("unknown key type " + name);
    };
  }

  private static int bits(Kind kind, String name, long given) throws Failure {
    return switch (kind) {
      case DSA -> {
        if (given != 0 && given != 1024) {
          throw Failure.fatal("Invalid DSA key length: must be 1024 bits");
        }
        yield 1024;
      }
      case RSA -> {
        long bits = given == 0 ? DEFAULT_RSA_BITS : given;
        if (bits < RsaPublicKey.MIN_BITS) {
          throw Failure.fatal(
              "Invalid RSA key length: minimum is " + RsaPublicKey.MIN_BITS + " bits");
        }
        if (bits > RsaPublicKey.MAX_BITS) {
          throw Failure.fatal(
              "Invalid RSA key length: maximum is " + RsaPublicKey.MAX_BITS + " bits");
        }
        yield (int) bits;
      }
      case ECDSA -> curveBits(name, given);
      case ED25519, ECDSA_SK, ED25519_SK -> 256;
    };
  }

  private static int curveBits(String name, long given) throws Failure {
    long bits = given;
    if (bits == 0) {
      bits = name.endsWith("384") ? 384 : name.endsWith("521") ? 521 : 256;
    }
    if (bits != 256 && bits != 384 && bits != 521) {
      throw Failure.fatal("Invalid ECDSA key length: valid lengths are 256, 384 or 521 bits");
    }
    return (int) bits;
  }

  private static PrivateKey make(Kind kind, int bits) {
    return switch (kind) {
      case RSA -> KeyGenerator.rsa(bits);
      case DSA -> KeyGenerator.dsa();
      case ECDSA -> KeyGenerator.ecdsa(bits);
      case ED25519 -> KeyGenerator.ed25519();
      case ECDSA_SK, ED25519_SK -> throw new IllegalStateException("an authenticator makes these");
    };
  }

  /** Of -t, with the size of -b or, where that is 0, the usual one. */
  static PrivateKey make(String type, long bits) throws Failure {
    Kind kind = kind(type);
    return make(kind, bits(kind, type, bits));
  }

  void run() throws Failure, IOException {
    String type = request.type().orElse(DEFAULT_TYPE);
    Kind kind = kind(type);
    int bits = bits(kind, type, request.bits());
    if (kind == Kind.DSA) {
      desk.log(
          "WARNING: DSA keys are insecure, and current SSH servers refuse them: use -t ed25519");
    }
    Enrollment enrollment = isHeld(kind) ? new Enrollment(request, desk) : null;
    if (!request.quiet()) {
      desk.line("Generating public/private " + type + " key pair.");
      desk.out().flush();
    }
    if (enrollment == null) {
      try (PrivateKey key = make(kind, bits)) {
        save(key);
      }
      return;
    }
    int algorithm = kind == Kind.ECDSA_SK ? SecurityKeyProvider.ECDSA : SecurityKeyProvider.ED25519;
    try (Enrollment.Made made = enrollment.make(algorithm)) {
      save(made.key());
      enrollment.save(made);
    }
  }

  private static boolean isHeld(Kind kind) {
    return kind == Kind.ECDSA_SK || kind == Kind.ED25519_SK;
  }

  private void save(PrivateKey key) throws Failure, IOException {
    String name = new KeyFiles(request, desk).name("Enter file in which to save the key");
    createDirectory(name);
    if (!mayOverwrite(name)) {
      throw Failure.silent();
    }
    try (SecretBytes passphrase = passphrase()) {
      save(key, name, passphrase);
    }
  }

  private void save(PrivateKey key, String name, SecretBytes passphrase) throws Failure {
    String comment = comment();
    new Saving(request).privateKey(key, name, passphrase, comment);
    if (!request.quiet()) {
      desk.line("Your identification has been saved in " + name);
    }
    String publicName = name + ".pub";
    Saving.publicKey(key.publicKey(), publicName, comment);
    if (!request.quiet()) {
      desk.line("Your public key has been saved in " + publicName);
      desk.line("The key fingerprint is:");
      desk.line(Fingerprint.of(key.publicKey(), request.hash()) + " " + comment);
      desk.line("The key's randomart image is:");
      desk.line(Randomart.of(key.publicKey(), request.hash()));
    }
  }

  private String comment() {
    return request.comment().orElse(desk.user() + "@" + desk.host());
  }

  /** Only ~/.ssh is made, and only itself; the mode is there from the beginning. */
  private void createDirectory(String name) {
    Path directory = desk.home().resolve(".ssh");
    Path parent = Path.of(name).getParent();
    if (parent == null || !parent.startsWith(directory) || Files.exists(directory)) {
      return;
    }
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!request.quiet()) {
        desk.out().flush();
        desk.log("Created directory '" + directory + "'.");
      }
    } catch (FileAlreadyExistsException e) {
      // Somebody else was faster.
      return;
    } catch (IOException e) {
      desk.log("Could not create directory '" + directory + "' (" + FileFault.sentence(e) + ").");
    }
  }

  /** Asks, where there is something. */
  boolean mayOverwrite(String name) throws IOException {
    if (!Files.exists(Path.of(name))) {
      return true;
    }
    desk.line(name + " already exists.");
    Optional<String> answer = desk.answer("Overwrite (y/n)? ");
    return answer.isPresent() && (answer.get().startsWith("y") || answer.get().startsWith("Y"));
  }

  SecretBytes passphrase() throws IOException {
    Optional<String> given = request.passphrase().or(request::newPassphrase);
    if (given.isPresent()) {
      return KeyFiles.secret(given.get());
    }
    return askedPassphrase(desk);
  }

  static SecretBytes askedPassphrase(Desk desk) throws IOException {
    while (true) {
      SecretBytes first = desk.passphrase("Enter passphrase (empty for no passphrase): ");
      try (SecretBytes second = desk.passphrase("Enter same passphrase again: ")) {
        if (first.matches(second.expose())) {
          return first;
        }
      }
      first.close();
      desk.line("Passphrases do not match.  Try again.");
    }
  }

  /** The host keys that are missing or empty, below the prefix of -f. */
  void allHostKeys() throws Failure {
    String prefix = request.file().orElse("");
    boolean begun = false;
    for (Kind kind : List.of(Kind.RSA, Kind.ECDSA, Kind.ED25519)) {
      String label = kind.name();
      String name =
          prefix + "/etc/ssh/ssh_host_" + label.toLowerCase(java.util.Locale.ROOT) + "_key";
      if (exists(name)) {
        continue;
      }
      if (!begun) {
        begun = true;
        desk.out().print("ssh-keygen: generating new host keys: ");
      }
      desk.out().print(label + " ");
      desk.out().flush();
      try (PrivateKey key = make(kind, bits(kind, label, 0));
          SecretBytes none = SecretBytes.taking(new byte[0])) {
        String comment = desk.user() + "@" + desk.host();
        // The public half first: sshd takes a private key without one, but not the reverse.
        Saving.publicKey(key.publicKey(), name + ".pub", comment);
        new Saving(request).privateKey(key, name, none, comment);
      } catch (Failure e) {
        desk.out().flush();
        desk.log(e.text());
        begun = false;
      }
    }
    if (begun) {
      desk.line("");
    }
  }

  private static boolean exists(String name) {
    try {
      return Files.size(Path.of(name)) > 0;
    } catch (IOException e) {
      // Not there, or not to be seen: writing it says which.
      return false;
    }
  }
}
