package dev.aikagi.tools.ssh;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.Prompter;
import dev.aikagi.posix.Prompt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person: at the controlling terminal, whatever the standard streams are, or through the
 * program of SSH_ASKPASS where there is no terminal or where SSH_ASKPASS_REQUIRE wants it.
 */
final class Questions implements Prompter {
  private final Log log;
  private final Consumer<Boolean> asking;

  Questions(Log log) {
    this(log, now -> {});
  }

  /**
   * Has somebody know when a person is asked.
   *
   * @param asking told true before each question, and false when it is over
   */
  Questions(Log log, Consumer<Boolean> asking) {
    this.log = log;
    this.asking = asking;
  }

  @Override
  public @Nullable SecretBytes ask(String prompt, boolean echo) throws IOException {
    asking.accept(true);
    try {
      return asked(prompt, echo);
    } finally {
      asking.accept(false);
    }
  }

  private @Nullable SecretBytes asked(String prompt, boolean echo) throws IOException {
    if (!Askpass.isForced()) {
      try (Prompt terminal = Prompt.open().orElse(null)) {
        if (terminal != null) {
          return atTerminal(terminal, prompt, echo);
        }
      }
      log.debug(1, "read_passphrase: can't open /dev/tty: No such device or address");
    }
    return Askpass.isAllowed() ? Askpass.ask(prompt, "") : null;
  }

  private static @Nullable SecretBytes atTerminal(Prompt terminal, String prompt, boolean echo)
      throws IOException {
    if (!echo) {
      // Ctrl-D is an empty answer, as it is for OpenSSH: the server may let one try again.
      return terminal.readSecret(prompt).orElseGet(() -> SecretBytes.taking(new byte[0]));
    }
    Optional<String> line = terminal.readVisible(prompt);
    return line.map(l -> SecretBytes.taking(l.getBytes(StandardCharsets.UTF_8))).orElse(null);
  }

  @Override
  public void inform(String text) throws IOException {
    if (text.startsWith("Permission denied")) {
      log.error(text);
      return;
    }
    try (Prompt terminal = Prompt.open().orElse(null)) {
      if (terminal != null) {
        terminal.show(text.endsWith("\n") ? text : text + "\n");
      } else {
        log.info(text);
      }
    }
  }

  /** A line that is shown while it is typed; empty where nobody can be asked. */
  Optional<String> line(String prompt) throws IOException {
    try (SecretBytes answer = ask(prompt, true)) {
      return answer == null
          ? Optional.empty()
          : Optional.of(new String(answer.expose(), StandardCharsets.UTF_8));
    }
  }
}
