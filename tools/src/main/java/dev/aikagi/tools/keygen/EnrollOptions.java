package dev.aikagi.tools.keygen;

import dev.aikagi.Bytes;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.SecurityKeyPrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of -O for keys inside authenticators.
 *
 * @param library what only the library that reaches the authenticator understands
 * @param attestation a file to be written
 */
record EnrollOptions(
    String application,
    int flags,
    Bytes challenge,
    Map<String, String> library,
    Optional<String> attestation) {
  static final String APPLICATION = "ssh:";
  private static final int CHALLENGE = 32;
  private static final long MAX_CHALLENGE = 1 << 20;

  static EnrollOptions of(List<String> options) throws Failure {
    String application = APPLICATION;
    int flags = SecurityKeyPrivateKey.USER_PRESENCE;
    byte[] challenge = new byte[CHALLENGE];
    new SecureRandom().nextBytes(challenge);
    Map<String, String> library = new LinkedHashMap<>();
    Optional<String> attestation = Optional.empty();
    for (String option : options) {
      int equals = option.indexOf('=');
      String value = option.substring(equals + 1);
      switch (equals < 0 ? option : option.substring(0, equals + 1)) {
        case "no-touch-required" -> flags &= ~SecurityKeyPrivateKey.USER_PRESENCE;
        case "verify-required" -> flags |= SecurityKeyPrivateKey.USER_VERIFICATION;
        case "resident" -> flags |= SecurityKeyPrivateKey.RESIDENT;
        case "device=" -> library.put("device", value);
        case "user=" -> library.put("user", value);
        case "challenge=" -> challenge = challenge(value);
        case "write-attestation=" -> attestation = Optional.of(value);
        case "application=" -> {
          if (!value.startsWith(APPLICATION)) {
            throw Failure.fatal("FIDO application string must begin with \"ssh:\"");
          }
          application = value;
        }
        default ->
            throw Failure.fatal(
                "Option \"" + option + "\" is unsupported for FIDO authenticator enrollment");
      }
    }
    return new EnrollOptions(application, flags, Bytes.of(challenge), library, attestation);
  }

  private static byte[] challenge(String file) throws Failure {
    try {
      if (Files.size(Path.of(file)) > MAX_CHALLENGE) {
        throw new IOException("File too large");
      }
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw Failure.fatal(
          "Unable to load FIDO enrollment challenge \"" + file + "\": " + FileFault.sentence(e));
    }
  }
}
