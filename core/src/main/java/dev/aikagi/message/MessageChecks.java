package dev.aikagi.message;

/** What the compact constructors check, so that a message that exists can be written. */
final class MessageChecks {
  private MessageChecks() {}

  static void uint32(String field, long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException(field + " is not a uint32: " + value);
    }
  }
}
