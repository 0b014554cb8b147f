package dev.aikagi.tools.keygen;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.posix.SecurityKeyProvider;
import dev.aikagi.tools.securitykey.Token;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has an authenticator make a key. */
final class Enrollment {
  private static final int ATTEMPTS = 3;

  private final Request request;
  private final Desk desk;
  private final EnrollOptions options;

  Enrollment(Request request, Desk desk) throws Failure {
    this.request = request;
    this.desk = desk;
    this.options = EnrollOptions.of(request.issue().options());
  }

  /** A key, and what says which authenticator made it. */
  record Made(SecurityKeyPrivateKey key, Bytes attestation) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
    }
  }

  Made make(int algorithm) throws Failure, IOException {
    touch(false);
    SecretBytes pin = null;
    try {
      SecurityKeyProvider library = SecurityKeyProvider.load(request.provider());
      int flags = options.flags();
      int attempt = 1;
      while (true) {
        try {
          return made(algorithm, enroll(library, algorithm, flags, pin));
        } catch (SecurityKeyException e) {
          if (e.kind() == SecurityKeyException.Kind.CREDENTIAL_EXISTS && mayReplace(flags)) {
            flags |= SecurityKeyProvider.REPLACE;
            touch(attempt > 1);
            continue;
          }
          if (e.kind() != SecurityKeyException.Kind.PIN_REQUIRED) {
            throw e;
          }
        }
        if (pin != null) {
          desk.log("PIN incorrect");
          pin.close();
        }
        if (attempt == ATTEMPTS) {
          throw Failure.fatal("Too many incorrect PINs");
        }
        attempt++;
        pin = desk.passphrase("Enter PIN for authenticator: ");
        touch(true);
      }
    } catch (SecurityKeyException e) {
      throw SecurityKeyWords.failure("Key enrollment failed", e, desk);
    } finally {
      if (pin != null) {
        pin.close();
      }
    }
  }

  private void touch(boolean again) {
    String time = again ? " again" : "";
    tell("You may need to touch your authenticator" + time + " to authorize key generation.");
  }

  /** Asks, once: an authenticator keeps one key of an application and a user. */
  private boolean mayReplace(int flags) throws IOException {
    if ((flags & SecurityKeyPrivateKey.RESIDENT) == 0
        || (flags & SecurityKeyProvider.REPLACE) != 0) {
      return false;
    }
    desk.line(
        "A resident key scoped to '"
            + options.application()
            + "' with user id '"
            + options.library().getOrDefault("user", "null")
            + "' already exists.");
    Optional<String> answer = desk.answer("Overwrite key in token (y/n)? ");
    return answer.isPresent() && (answer.get().startsWith("y") || answer.get().startsWith("Y"));
  }

  private SecurityKeyProvider.Enrolled enroll(
      SecurityKeyProvider library, int algorithm, int flags, @Nullable SecretBytes pin)
      throws SecurityKeyException {
    return library.enroll(
        algorithm,
        options.challenge().toArray(),
        options.application(),
        flags,
        pin == null ? null : pin.expose(),
        options.library());
  }

  private Made made(int algorithm, SecurityKeyProvider.Enrolled enrolled)
      throws Failure, IOException {
    try {
      return new Made(
          Token.key(
              algorithm,
              enrolled,
              options.application(),
              enrolled.flags() & ~SecurityKeyProvider.REPLACE),
          attestation(enrolled));
    } catch (MalformedException e) {
      throw Failure.fatal("Key enrollment failed: invalid format");
    }
  }

  /**
   * OpenSSH's PROTOCOL.u2f: the certificate, the signature, what was signed, and two spare fields.
   */
  private static Bytes attestation(SecurityKeyProvider.Enrolled enrolled) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    string(out, "ssh-sk-attest-v01".getBytes(StandardCharsets.US_ASCII));
    string(out, enrolled.attestationCertificate().toArray());
    string(out, enrolled.signature().toArray());
    string(out, enrolled.authenticatorData().toArray());
    out.writeInt(0);
    string(out, new byte[0]);
    return Bytes.of(bytes.toByteArray());
  }

  private static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** When the key is safe, the proof of where it is from. */
  void save(Made made) throws Failure {
    if (options.attestation().isEmpty()) {
      return;
    }
    String name = options.attestation().get();
    try {
      AtomicFile.write(Path.of(name), made.attestation().toArray(), AtomicFile.PUBLIC);
    } catch (IOException e) {
      throw Failure.fatal(
          "Unable to write attestation data \"" + name + "\": " + FileFault.sentence(e));
    }
    tell("Your FIDO attestation certificate has been saved in " + name);
  }

  private void tell(String line) {
    if (!request.quiet()) {
      desk.line(line);
      desk.out().flush();
    }
  }
}
