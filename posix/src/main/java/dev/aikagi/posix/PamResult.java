package dev.aikagi.posix;

/** What a PAM call gave back. */
public enum PamResult {
  SUCCESS(0),
  PERM_DENIED(6),
  AUTH_ERR(7),
  CRED_INSUFFICIENT(8),
  AUTHINFO_UNAVAIL(9),
  USER_UNKNOWN(10),
  MAXTRIES(11),
  NEW_AUTHTOK_REQD(12),
  ACCT_EXPIRED(13),
  SESSION_ERR(14),
  CONV_ERR(19),
  AUTHTOK_ERR(20),
  IGNORE(25),
  /** Any other: the system or its PAM configuration is at fault. */
  OTHER(-1);

  private final int code;

  PamResult(int code) {
    this.code = code;
  }

  static PamResult of(int code) {
    for (PamResult result : values()) {
      if (result.code == code) {
        return result;
      }
    }
    return OTHER;
  }
}
