package dev.aikagi.sftp;

import dev.aikagi.Bytes;

/**
 * READ, WRITE and DATA without a record and without a copy: everything but the data is written into
 * an array, the frame's length before it, and the data stands or follows right behind. Each method
 * returns the index after what it wrote. The caller has checked the lengths: data of at most {@link
 * Limits#MAX_DATA} bytes, a handle of at most {@link SftpMessageReader#MAX_HANDLE}.
 */
final class BulkHeader {
  /** Length, type, id, length of the data. */
  static final int DATA = 4 + 1 + 4 + 4;

  private BulkHeader() {}

  /** Bytes of a whole READ. */
  static int readLength(Bytes handle) {
    return 4 + 1 + 4 + 4 + handle.length() + 8 + 4;
  }

  /** Bytes of a WRITE before its data. */
  static int writeLength(Bytes handle) {
    return 4 + 1 + 4 + 4 + handle.length() + 8 + 4;
  }

  /** Room for the header of a WRITE while its handle is not known yet. */
  static final int MAX_WRITE = 4 + 1 + 4 + 4 + SftpMessageReader.MAX_HANDLE + 8 + 4;

  /** A whole READ. */
  static int read(byte[] out, int at, long id, Bytes handle, long offset, int length) {
    return tail(out, SftpRequest.Read.NUMBER, at, id, handle, offset, length, 0);
  }

  /** A WRITE up to its data. */
  static int write(byte[] out, int at, long id, Bytes handle, long offset, int length) {
    return tail(out, SftpRequest.Write.NUMBER, at, id, handle, offset, length, length);
  }

  /** A DATA up to its data. */
  static int data(byte[] out, int at, long id, int length) {
    int p = uint32(out, at, 1 + 4 + 4 + length);
    out[p++] = (byte) SftpReply.Data.NUMBER;
    p = uint32(out, p, (int) id);
    return uint32(out, p, length);
  }

  private static int tail(
      byte[] out,
      int number,
      int at,
      long id,
      Bytes handle,
      long offset,
      int length,
      int following) {
    int p = uint32(out, at, 1 + 4 + 4 + handle.length() + 8 + 4 + following);
    out[p++] = (byte) number;
    p = uint32(out, p, (int) id);
    p = uint32(out, p, handle.length());
    handle.copyTo(out, p);
    p = uint32(out, p + handle.length(), (int) (offset >>> 32));
    p = uint32(out, p, (int) offset);
    return uint32(out, p, length);
  }

  private static int uint32(byte[] out, int at, int value) {
    out[at] = (byte) (value >>> 24);
    out[at + 1] = (byte) (value >>> 16);
    out[at + 2] = (byte) (value >>> 8);
    out[at + 3] = (byte) value;
    return at + 4;
  }
}
