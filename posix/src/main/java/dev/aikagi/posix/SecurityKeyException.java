package dev.aikagi.posix;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A library for FIDO authenticators that is none, or what it answered instead of a result. */
public final class SecurityKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as far as callers treat it differently. */
  public enum Kind {
    /** There is no such library, or the file is none, or of another version. */
    NOT_A_PROVIDER,
    GENERAL,
    UNSUPPORTED,
    PIN_REQUIRED,
    DEVICE_NOT_FOUND,
    CREDENTIAL_EXISTS
  }

  private final Kind kind;
  private final @Nullable String detail;

  SecurityKeyException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * @param detail for people, beside what the kind says
   */
  SecurityKeyException(Kind kind, String message, @Nullable String detail) {
    super(message, null, false, false);
    this.kind = kind;
    this.detail = detail;
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

  /** What more is known than the kind, in words for people. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }
}
