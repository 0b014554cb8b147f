package dev.aikagi.sftp;

/**
 * Big-endian numbers in an array, for the bulk path; the caller has checked that they are there.
 */
final class Numbers {
  private Numbers() {}

  static int readInt(byte[] a, int at) {
    return ((a[at] & 0xff) << 24)
        | ((a[at + 1] & 0xff) << 16)
        | ((a[at + 2] & 0xff) << 8)
        | (a[at + 3] & 0xff);
  }

  static long readLong(byte[] a, int at) {
    return ((long) readInt(a, at) << 32) | (readInt(a, at + 4) & 0xffff_ffffL);
  }

  static void writeInt(byte[] a, int at, int value) {
    a[at] = (byte) (value >>> 24);
    a[at + 1] = (byte) (value >>> 16);
    a[at + 2] = (byte) (value >>> 8);
    a[at + 3] = (byte) value;
  }
}
