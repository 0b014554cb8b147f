package dev.aikagi.tools.add;

import dev.aikagi.SecretBytes;
import dev.aikagi.posix.Prompt;
import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.ssh.Askpass;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Asks for passphrases as OpenSSH's ssh-add does: by the program of SSH_ASKPASS where it is wanted,
 * or where standard input is no terminal and there is a display; else at the terminal; and where
 * there is none, by a line of standard input.
 */
record Secrets(InputStream in, PrintStream err) {
  private static final int LIMIT = 1023;

  /** Empty where nobody answers. */
  SecretBytes ask(String prompt) throws IOException {
    if (Askpass.isForced() || (Askpass.isAllowed() && !Terminal.isTerminal(0))) {
      SecretBytes answer = Askpass.ask(prompt, "");
      return answer == null ? SecretBytes.taking(new byte[0]) : answer;
    }
    try (Prompt terminal = Prompt.open().orElse(null)) {
      if (terminal != null) {
        return terminal.readSecret(prompt).orElseGet(() -> SecretBytes.taking(new byte[0]));
      }
    }
    err.print(prompt);
    err.flush();
    return line();
  }

  /** Byte by byte, so that nothing is taken that the next question needs. */
  private SecretBytes line() throws IOException {
    byte[] line = new byte[LIMIT];
    byte[] piece = new byte[1];
    int length = 0;
    try {
      while (in.read(piece) > 0 && piece[0] != '\n' && piece[0] != '\r') {
        if (length < LIMIT) {
          line[length++] = piece[0];
        }
      }
      return SecretBytes.taking(Arrays.copyOf(line, length));
    } finally {
      Arrays.fill(line, (byte) 0);
      piece[0] = 0;
    }
  }
}
