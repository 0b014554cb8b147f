package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.SshException;
import java.util.Optional;

/** The options of a line of authorized_keys cannot be read; the message says why, as sshd does. */
final class OptionSyntaxException extends SshException {
  private static final long serialVersionUID = 1L;

  private final String unknown;

  OptionSyntaxException(String message) {
    this(message, "");
  }

  private OptionSyntaxException(String message, String unknown) {
    super(message);
    this.unknown = unknown;
  }

  static OptionSyntaxException unknown(String option) {
    return new OptionSyntaxException(
        "unknown key option \"" + Printable.of(option, 64) + "\"", option);
  }

  /** The option that there is not; empty for every other fault. */
  Optional<String> unknown() {
    return Optional.of(unknown).filter(u -> !u.isEmpty());
  }

  boolean missesQuote() {
    return String.valueOf(getMessage()).startsWith("missing ");
  }
}
