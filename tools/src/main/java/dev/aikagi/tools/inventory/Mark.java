package dev.aikagi.tools.inventory;

import java.util.Locale;

/**
 * What is wrong with an entry.
 *
 * @param text for a person
 */
record Mark(Code code, String text) {
  /** For programs, whose names stay. */
  enum Code {
    WEAK,
    SHORT,
    SHA1_CERTIFICATE,
    DUPLICATE,
    EXPIRED,
    NO_PASSPHRASE,
    OTHERS_MAY_READ,
    OTHERS_MAY_WRITE,
    UNKNOWN_OPTION,
    BROKEN;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
