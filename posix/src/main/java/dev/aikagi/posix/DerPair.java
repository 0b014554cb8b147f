package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.util.Arrays;

/**
 * Two positive numbers in DER, as an ECDSA signature has them (RFC 3279 §2.2.3), each without
 * leading zeros.
 */
record DerPair(Bytes first, Bytes second) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** Of a number of 256 bits: lengths of such a pair need one byte. */
  private static final int MOST = 33;

  static DerPair of(byte[] der) throws SecurityKeyException {
    if (der.length < 2 || der[0] != SEQUENCE || der[1] != der.length - 2) {
      throw malformed();
    }
    int end = 2;
    Bytes[] numbers = new Bytes[2];
    for (int i = 0; i < numbers.length; i++) {
      if (der.length - end < 2 || der[end] != INTEGER) {
        throw malformed();
      }
      int length = der[end + 1];
      int start = end + 2;
      if (length < 1 || length > MOST || length > der.length - start || der[start] < 0) {
        throw malformed();
      }
      end = start + length;
      int from = start;
      while (from < end && der[from] == 0) {
        from++;
      }
      numbers[i] = Bytes.of(Arrays.copyOfRange(der, from, end));
    }
    if (end != der.length) {
      throw malformed();
    }
    return new DerPair(numbers[0], numbers[1]);
  }

  private static SecurityKeyException malformed() {
    return FidoFrame.malformed("a signature that is none");
  }
}
