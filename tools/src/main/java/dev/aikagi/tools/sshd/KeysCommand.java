package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.trust.AuthorizedKeys;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** AuthorizedKeysCommand: its program prints authorized_keys lines. */
record KeysCommand(UserKeys keys, KeyOrCertificate key) {
  KeyDecision decide() {
    String command = keys.config().value(ServerKeywords.AUTHORIZED_KEYS_COMMAND).orElse("");
    ListProgram program =
        new ListProgram(
            keys,
            ServerKeywords.AUTHORIZED_KEYS_COMMAND.name(),
            command,
            keys.config().value(ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER).orElse(""),
            tokens(),
            Optional.of(keys.user().name()));
    return switch (program.output()) {
      case ListProgram.Output.Text(Bytes text) ->
          keys.decide(key, AuthorizedKeys.parse(command, text.toArray()));
      case ListProgram.Output.Failed(List<Reason> reasons) -> new KeyDecision.Refused(reasons);
    };
  }

  private Tokens tokens() {
    return keys.programTokens()
        .with('f', () -> Fingerprint.of(key.key()).toString())
        .with('k', () -> Base64.getEncoder().encodeToString(key.blob().toArray()))
        .with('t', key.type()::toString);
  }
}
