package dev.aikagi.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Bytes that nobody looks at. */
final class Bulk {
  private static final int PIECE = 256 * 1024;

  private Bulk() {}

  static long drain(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    long got = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      got += n;
    }
    return got;
  }

  static void send(OutputStream out, long size) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long left = size; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(piece.length, left));
    }
  }
}
