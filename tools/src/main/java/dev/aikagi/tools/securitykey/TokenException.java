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
    super(words(failed.kind(), failed.text()));
    this.kind = failed.kind();
  }

  public SecurityKeyException.Kind kind() {
    return kind;
  }

  /** The words of OpenSSH's ssherr.c; only about a library is there more to say. */
  public static String words(SecurityKeyException cause) {
    return words(cause.kind(), String.valueOf(cause.getMessage()));
  }

  private static String words(SecurityKeyException.Kind kind, String message) {
    return switch (kind) {
      case UNSUPPORTED -> "requested feature not supported";
      case PIN_REQUIRED -> "incorrect passphrase supplied to decrypt private key";
      case DEVICE_NOT_FOUND -> "device not found";
      case CREDENTIAL_EXISTS -> "bad permissions";
      case GENERAL -> "invalid format";
      case NOT_A_PROVIDER -> message;
    };
  }
}
