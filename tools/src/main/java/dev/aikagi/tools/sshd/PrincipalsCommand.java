package dev.aikagi.tools.sshd;

import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.OfferedCertificate;
import java.util.Base64;
import java.util.Optional;

/** AuthorizedPrincipalsCommand: its program prints the principals that an account takes. */
record PrincipalsCommand(UserKeys keys, OfferedCertificate offered) {
  String command() {
    return keys.config().value(ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND).orElse("");
  }

  ListProgram.Output output() {
    ListProgram program =
        new ListProgram(
            keys,
            ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND.name(),
            command(),
            keys.config().value(ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND_USER).orElse(""),
            tokens(),
            Optional.empty());
    return program.output();
  }

  /** Whatever the authority wrote is one argument, and none of the program's own words. */
  private Tokens tokens() {
    Certificate certificate = offered.certificate();
    PublicKey authority = certificate.signatureKey();
    return keys.programTokens()
        .with('F', () -> Fingerprint.of(authority).toString())
        .with('f', () -> Fingerprint.of(certificate.publicKey()).toString())
        .with('i', certificate::keyId)
        .with('K', () -> Base64.getEncoder().encodeToString(authority.blob().toArray()))
        .with('k', () -> Base64.getEncoder().encodeToString(certificate.blob().toArray()))
        .with('s', () -> Long.toUnsignedString(certificate.serial()))
        .with('T', () -> authority.type().toString())
        .with('t', () -> certificate.type().toString());
  }
}
