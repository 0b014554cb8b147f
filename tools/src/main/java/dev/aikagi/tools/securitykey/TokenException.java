package dev.aikagi.tools.securitykey;

import dev.aikagi.SshException;
import dev.aikagi.posix.SecurityKeyException;

/** An authenticator that did not do what it was asked for, in OpenSSH's words. */
public final class TokenException extends SshException {
  private static final long serialVersionUID = 1L;

  private final SecurityKeyException.Kind kind;

  TokenException(SecurityKeyException cause) {
    super(words(cause), cause);
    this.kind = cause.kind();
  }

  TokenException(HelperAnswer.Failed failed) {
    super(failed.text());
    this.kind = failed.kind();
  }

  public SecurityKeyException.Kind kind() {
    return kind;
  }

  /** The words of OpenSSH's ssherr.c, and what is known beside them. */
  public static String words(SecurityKeyException cause) {
    String words = wordsOf(cause);
    return cause.detail().map(detail -> words + " (" + detail + ")").orElse(words);
  }

  private static String wordsOf(SecurityKeyException cause) {
    return switch (cause.kind()) {
      case UNSUPPORTED -> "requested feature not supported";
      case PIN_REQUIRED -> "incorrect passphrase supplied to decrypt private key";
      case DEVICE_NOT_FOUND -> "device not found";
      case CREDENTIAL_EXISTS -> "bad permissions";
      case GENERAL -> "invalid format";
      case NOT_A_PROVIDER -> String.valueOf(cause.getMessage());
    };
  }
}
