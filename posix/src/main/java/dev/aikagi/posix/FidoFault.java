package dev.aikagi.posix;

import dev.aikagi.posix.SecurityKeyException.Kind;

/** The errors of libfido2, which are CTAP's where they are positive. */
final class FidoFault {
  static final int OK = 0;
  static final int INVALID_COMMAND = 0x01;
  static final int TIMEOUT = 0x05;
  static final int INVALID_CREDENTIAL = 0x22;
  static final int UNSUPPORTED_ALGORITHM = 0x26;
  static final int OPERATION_DENIED = 0x27;
  static final int KEY_STORE_FULL = 0x28;
  static final int UNSUPPORTED_OPTION = 0x2b;
  static final int NO_CREDENTIALS = 0x2e;
  static final int USER_ACTION_TIMEOUT = 0x2f;
  static final int PIN_INVALID = 0x31;
  static final int PIN_BLOCKED = 0x32;
  static final int PIN_AUTH_BLOCKED = 0x34;
  static final int PIN_NOT_SET = 0x35;
  static final int PIN_REQUIRED = 0x36;
  static final int ACTION_TIMEOUT = 0x3a;
  static final int RX = -2;
  static final int INVALID_SIG = -6;
  static final int USER_PRESENCE_REQUIRED = -8;

  private FidoFault() {}

  static SecurityKeyException of(int code, String name) {
    String text = words(code);
    String detail = text.isEmpty() ? name : text + ": " + name;
    return new SecurityKeyException(kind(code), detail, detail);
  }

  /** As OpenSSH treats them: what a PIN could mend, what no authenticator of this kind can do. */
  private static Kind kind(int code) {
    return switch (code) {
      case UNSUPPORTED_OPTION, UNSUPPORTED_ALGORITHM -> Kind.UNSUPPORTED;
      case PIN_REQUIRED, PIN_INVALID, OPERATION_DENIED -> Kind.PIN_REQUIRED;
      default -> Kind.GENERAL;
    };
  }

  private static String words(int code) {
    return switch (code) {
      case NO_CREDENTIALS, INVALID_CREDENTIAL -> "the authenticator does not hold this key";
      case USER_ACTION_TIMEOUT, ACTION_TIMEOUT, TIMEOUT ->
          "nobody touched the authenticator in time";
      case RX -> "no answer that can be understood came from the authenticator in time";
      case PIN_NOT_SET -> "this needs a PIN, and the authenticator has none set";
      case PIN_BLOCKED -> "after too many wrong PINs, the authenticator has to be reset";
      case PIN_AUTH_BLOCKED ->
          "after several wrong PINs, the authenticator has to be unplugged and plugged in again";
      case KEY_STORE_FULL -> "the authenticator has no room for another key";
      case USER_PRESENCE_REQUIRED -> "the authenticator signs only when it is touched";
      case INVALID_SIG -> "the proof of where the new key is from is false";
      default -> "";
    };
  }
}
