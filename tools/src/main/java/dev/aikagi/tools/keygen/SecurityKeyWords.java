package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.key.Signer;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.tools.securitykey.Token;
import dev.aikagi.tools.securitykey.TokenException;
import java.io.IOException;

/** What is said of authenticators, and to whoever has one. */
final class SecurityKeyWords {
  private SecurityKeyWords() {}

  /** OpenSSH's line, and before it what it does not tell about a library. */
  static Failure failure(String what, SecurityKeyException e, Desk desk) {
    if (e.kind() == SecurityKeyException.Kind.NOT_A_PROVIDER) {
      desk.log(String.valueOf(e.getMessage()));
      return Failure.fatal(what + ": invalid format");
    }
    return Failure.fatal(what + ": " + TokenException.words(e));
  }

  /** The key itself, or what signs for it with its authenticator. */
  static Signer signer(PrivateKey key, Request request, Desk desk) {
    if (!(key instanceof SecurityKeyPrivateKey held)) {
      return key;
    }
    return new SecurityKeySigner(
        held,
        new Token(
            request.provider(),
            "Enter PIN for %s key: ",
            true,
            new Token.Person() {
              @Override
              public SecretBytes pin(String prompt) throws IOException {
                return desk.passphrase(prompt);
              }

              @Override
              public void told(String text) {
                desk.log(text);
              }
            }));
  }
}
