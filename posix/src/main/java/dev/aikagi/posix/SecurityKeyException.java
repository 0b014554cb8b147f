package dev.aikagi.posix;

/** A library for FIDO authenticators that is none, or what it answered instead of a result. */
public final class SecurityKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as far as callers treat it differently. */
  public enum Kind {
    /** The file is not such a library, or of another version. */
    NOT_A_PROVIDER,
    GENERAL,
    UNSUPPORTED,
    PIN_REQUIRED,
    DEVICE_NOT_FOUND,
    CREDENTIAL_EXISTS
  }

  private final Kind kind;

  SecurityKeyException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static SecurityKeyException of(int code, String provider) {
    Kind kind =
        switch (code) {
          case -2 -> Kind.UNSUPPORTED;
          case -3 -> Kind.PIN_REQUIRED;
          case -4 -> Kind.DEVICE_NOT_FOUND;
          case -5 -> Kind.CREDENTIAL_EXISTS;
          default -> Kind.GENERAL;
        };
    return new SecurityKeyException(kind, "Provider \"" + provider + "\" returned failure " + code);
  }

  public Kind kind() {
    return kind;
  }
}
