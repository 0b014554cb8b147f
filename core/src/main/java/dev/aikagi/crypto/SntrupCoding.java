package dev.aikagi.crypto;

/**
 * How {@link Sntrup761} writes polynomials: numbers of known ranges are joined in pairs, so that
 * hardly a bit is lost, and whole bytes are put out as soon as a range exceeds 2^14.
 */
final class SntrupCoding {
  static final int SMALL_LENGTH = (SntrupRing.P + 3) / 4;
  static final int Q_LENGTH = 1158;
  static final int ROUNDED_LENGTH = 1007;

  private static final int LIMIT = 1 << 14;

  /** Multiples of 3 from -2295 to 2295. */
  private static final int ROUNDED_RANGE = (SntrupRing.Q + 2) / 3;

  private SntrupCoding() {}

  /** Coefficients modulo q. */
  static byte[] encodeQ(int[] coefficients) {
    int[] r = new int[SntrupRing.P];
    for (int i = 0; i < r.length; i++) {
      r[i] = coefficients[i] + SntrupRing.Q12;
    }
    return encode(r, SntrupRing.Q, Q_LENGTH);
  }

  static int[] decodeQ(byte[] encoded, int offset) {
    int[] r = decode(encoded, offset, SntrupRing.Q);
    for (int i = 0; i < r.length; i++) {
      r[i] -= SntrupRing.Q12;
    }
    return r;
  }

  /** Coefficients that are multiples of 3. */
  static byte[] encodeRounded(int[] coefficients) {
    int[] r = new int[SntrupRing.P];
    for (int i = 0; i < r.length; i++) {
      // Division by 3: 10923 is 2^15 / 3.
      r[i] = ((coefficients[i] + SntrupRing.Q12) * 10923) >> 15;
    }
    return encode(r, ROUNDED_RANGE, ROUNDED_LENGTH);
  }

  static int[] decodeRounded(byte[] encoded, int offset) {
    int[] r = decode(encoded, offset, ROUNDED_RANGE);
    for (int i = 0; i < r.length; i++) {
      r[i] = 3 * r[i] - SntrupRing.Q12;
    }
    return r;
  }

  /** Coefficients modulo 3, four in a byte. */
  static byte[] encodeSmall(int[] coefficients) {
    byte[] out = new byte[SMALL_LENGTH];
    for (int i = 0; i < SntrupRing.P; i++) {
      out[i / 4] |= (byte) ((coefficients[i] + 1) << (2 * (i % 4)));
    }
    return out;
  }

  static int[] decodeSmall(byte[] encoded, int offset) {
    int[] out = new int[SntrupRing.P];
    for (int i = 0; i < out.length; i++) {
      out[i] = (encoded[offset + i / 4] >> (2 * (i % 4)) & 3) - 1;
    }
    return out;
  }

  private static byte[] encode(int[] values, int range, int length) {
    byte[] out = new byte[length];
    int at = 0;
    int[] r = values;
    int[] m = ranges(range);
    while (r.length > 1) {
      int[] r2 = new int[(r.length + 1) / 2];
      int[] m2 = new int[r2.length];
      for (int i = 0; i < r.length - 1; i += 2) {
        int joined = r[i] + r[i + 1] * m[i];
        int joinedRange = m[i] * m[i + 1];
        while (joinedRange >= LIMIT) {
          out[at++] = (byte) joined;
          joined >>>= 8;
          joinedRange = (joinedRange + 255) >> 8;
        }
        r2[i / 2] = joined;
        m2[i / 2] = joinedRange;
      }
      if (r.length % 2 == 1) {
        r2[r2.length - 1] = r[r.length - 1];
        m2[r2.length - 1] = m[r.length - 1];
      }
      r = r2;
      m = m2;
    }
    for (int left = m[0], value = r[0]; left > 1; left = (left + 255) >> 8, value >>>= 8) {
      out[at++] = (byte) value;
    }
    return out;
  }

  /** Of public values only, so plain division serves. Bytes that no encoder makes are reduced. */
  private static int[] decode(byte[] encoded, int offset, int range) {
    return decode(encoded, offset, ranges(range));
  }

  private static int[] decode(byte[] encoded, int offset, int[] m) {
    if (m.length == 1) {
      int last = encoded[offset] & 0xff;
      return new int[] {(m[0] > 256 ? last | (encoded[offset + 1] & 0xff) << 8 : last) % m[0]};
    }
    int at = offset;
    int[] m2 = new int[(m.length + 1) / 2];
    int[] low = new int[m2.length];
    int[] lowRange = new int[m2.length];
    for (int i = 0; i < m.length - 1; i += 2) {
      int joined = m[i] * m[i + 1];
      lowRange[i / 2] = 1;
      while (joined >= LIMIT) {
        low[i / 2] += (encoded[at++] & 0xff) * lowRange[i / 2];
        lowRange[i / 2] <<= 8;
        joined = (joined + 255) >> 8;
      }
      m2[i / 2] = joined;
    }
    if (m.length % 2 == 1) {
      m2[m2.length - 1] = m[m.length - 1];
    }
    int[] r2 = decode(encoded, at, m2);
    int[] out = new int[m.length];
    for (int i = 0; i < m.length - 1; i += 2) {
      int joined = low[i / 2] + lowRange[i / 2] * r2[i / 2];
      out[i] = Integer.remainderUnsigned(joined, m[i]);
      out[i + 1] = Integer.remainderUnsigned(Integer.divideUnsigned(joined, m[i]), m[i + 1]);
    }
    if (m.length % 2 == 1) {
      out[m.length - 1] = r2[r2.length - 1];
    }
    return out;
  }

  private static int[] ranges(int range) {
    int[] m = new int[SntrupRing.P];
    java.util.Arrays.fill(m, range);
    return m;
  }
}
