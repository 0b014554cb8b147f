package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Prompt;
import java.io.IOException;

/**
 * As readpassphrase(3) with OpenSSH's flags: /dev/tty where this process has one, whatever the
 * standard streams are, otherwise standard input with the prompt on standard error.
 */
final class TerminalSecrets implements Desk.Secrets {
  @Override
  public SecretBytes ask(String prompt, Desk desk) throws IOException {
    try (Prompt tty = Prompt.open().orElse(null)) {
      if (tty != null) {
        return tty.readSecret(prompt).orElseGet(() -> SecretBytes.taking(new byte[0]));
      }
    }
    desk.err().print(prompt);
    desk.err().flush();
    byte[] line = desk.readLine();
    return SecretBytes.taking(line == null ? new byte[0] : line);
  }
}
