package dev.aikagi.sftp;

/** What the compact constructors check, so that a message that exists can be written. */
final class SftpChecks {
  private SftpChecks() {}

  static void uint32(String field, long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException(field + " is not a uint32: " + value);
    }
  }

  /** Offsets and sizes: uint64 on the wire, but no file is larger than this. */
  static void position(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " is negative: " + value);
    }
  }
}
