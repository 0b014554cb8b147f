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
    tell("You may need to touch your authenticator to authorize key generation.");
    SecretBytes pin = null;
    try {
      SecurityKeyProvider library = SecurityKeyProvider.load(request.provider());
      for (int attempt = 1; ; attempt++) {
        try {
          return made(algorithm, enroll(library, algorithm, pin));
        } catch (SecurityKeyException e) {
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
        pin = desk.passphrase("Enter PIN for authenticator: ");
        tell("You may need to touch your authenticator again to authorize key generation.");
      }
    } catch (SecurityKeyException e) {
      throw SecurityKeyWords.failure("Key enrollment failed", e, desk);
    } finally {
      if (pin != null) {
        pin.close();
      }
    }
  }

  private SecurityKeyProvider.Enrolled enroll(
      SecurityKeyProvider library, int algorithm, @Nullable SecretBytes pin)
      throws SecurityKeyException {
    return library.enroll(
        algorithm,
        options.challenge().toArray(),
        options.application(),
        options.flags(),
        pin == null ? null : pin.expose(),
        options.library());
  }

  private Made made(int algorithm, SecurityKeyProvider.Enrolled enrolled)
      throws Failure, IOException {
    try {
      return new Made(
          Token.key(algorithm, enrolled, options.application(), enrolled.flags()),
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
