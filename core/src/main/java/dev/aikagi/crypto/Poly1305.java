package dev.aikagi.crypto;

/**
 * Poly1305 (RFC 8439 section 2.5), which the JDK has only inside its own ChaCha20-Poly1305. Numbers
 * modulo 2^130 - 5 lie in three limbs of 44, 44 and 42 bits; two blocks are taken per step, as h =
 * (h + m1) r^2 + m2 r. No branch and no index depends on the key or the data.
 *
 * <p>Both factors of a product are kept shifted left by 10 bits. So the upper half of the 128-bit
 * product is the part above the 44-bit limb, and the lower half, shifted right by 20, the part
 * below: sums need no carries between the halves.
 */
public final class Poly1305 {
  private static final long MASK44 = (1L << 44) - 1;
  private static final long MASK42 = (1L << 42) - 1;
  private static final int SHIFT = 10;

  private final byte[] last = new byte[16];
  // The accumulator, and r^2 while it is computed.
  private long h0;
  private long h1;
  private long h2;

  /** Writes the 16 bytes of the tag; the one-time key is the first 32 bytes of {@code key}. */
  public void tag(
      byte[] key, byte[] source, int offset, int length, byte[] target, int targetOffset) {
    long k0 = Words.longLe(key, 0);
    long k1 = Words.longLe(key, 8);
    long r0 = k0 & 0xffc_0fff_ffffL;
    long r1 = (k0 >>> 44 | k1 << 20) & 0xfff_ffc0_ffffL;
    long r2 = k1 >>> 24 & 0xf_ffff_fc0fL;
    h0 = r0;
    h1 = r1;
    h2 = r2;
    multiply(r0, r1, r2);
    long q0 = h0;
    long q1 = h1;
    long q2 = h2;
    h0 = 0;
    h1 = 0;
    h2 = 0;

    int pairs = length & ~31;
    if (pairs > 0) {
      pairs(source, offset, pairs, r0, r1, r2, q0, q1, q2);
    }
    int done = pairs;
    if (length - done >= 16) {
      addBlock(source, offset + done, 1L << 40);
      multiply(r0, r1, r2);
      done += 16;
    }
    int rest = length - done;
    if (rest > 0) {
      for (int i = 0; i < 16; i++) {
        last[i] = i < rest ? source[offset + done + i] : (byte) (i == rest ? 1 : 0);
      }
      addBlock(last, 0, 0);
      multiply(r0, r1, r2);
    }
    finish(Words.longLe(key, 16), Words.longLe(key, 24), target, targetOffset);
  }

  private void addBlock(byte[] source, int offset, long topBit) {
    long t0 = Words.longLe(source, offset);
    long t1 = Words.longLe(source, offset + 8);
    h0 += t0 & MASK44;
    h1 += (t0 >>> 44 | t1 << 20) & MASK44;
    h2 += t1 >>> 24 | topBit;
  }

  /** h = h r, for h below 2^46 in each limb. */
  private void multiply(long r0, long r1, long r2) {
    long a0 = h0 << SHIFT;
    long a1 = h1 << SHIFT;
    long a2 = h2 << SHIFT;
    long b0 = r0 << SHIFT;
    long b1 = r1 << SHIFT;
    long b2 = r2 << SHIFT;
    // 2^132 is 4 * 5 modulo the prime.
    long c1 = 20 * b1;
    long c2 = 20 * b2;
    long d0 = low(a0, b0) + low(a1, c2) + low(a2, c1);
    long d1 = low(a0, b1) + low(a1, b0) + low(a2, c2);
    long d2 = low(a0, b2) + low(a1, b1) + low(a2, b0);
    d1 += high(a0, b0) + high(a1, c2) + high(a2, c1);
    d2 += high(a0, b1) + high(a1, b0) + high(a2, c2);
    d0 += 20 * (high(a0, b2) + high(a1, b1) + high(a2, b0));
    d1 += d0 >>> 44;
    d2 += d1 >>> 44;
    long low = (d0 & MASK44) + 5 * (d2 >>> 42);
    h0 = low & MASK44;
    h1 = (d1 & MASK44) + (low >>> 44);
    h2 = d2 & MASK42;
  }

  /** All in local variables, which is what makes it fast. */
  private void pairs(
      byte[] source, int offset, int length, long r0, long r1, long r2, long q0, long q1, long q2) {
    long r0s = r0 << SHIFT;
    long r1s = r1 << SHIFT;
    long r2s = r2 << SHIFT;
    long s1s = 20 * r1s;
    long s2s = 20 * r2s;
    long q0s = q0 << SHIFT;
    long q1s = q1 << SHIFT;
    long q2s = q2 << SHIFT;
    long p1s = 20 * q1s;
    long p2s = 20 * q2s;
    long l0 = h0;
    long l1 = h1;
    long l2 = h2;
    for (int i = offset; i < offset + length; i += 32) {
      long t0 = Words.longLe(source, i);
      long t1 = Words.longLe(source, i + 8);
      long u0 = Words.longLe(source, i + 16);
      long u1 = Words.longLe(source, i + 24);
      long a0 = (l0 + (t0 & MASK44)) << SHIFT;
      long a1 = (l1 + ((t0 >>> 44 | t1 << 20) & MASK44)) << SHIFT;
      long a2 = (l2 + (t1 >>> 24 | 1L << 40)) << SHIFT;
      long b0 = (u0 & MASK44) << SHIFT;
      long b1 = ((u0 >>> 44 | u1 << 20) & MASK44) << SHIFT;
      long b2 = (u1 >>> 24 | 1L << 40) << SHIFT;

      long d0 =
          low(a0, q0s) + low(a1, p2s) + low(a2, p1s) + low(b0, r0s) + low(b1, s2s) + low(b2, s1s);
      long d1 =
          low(a0, q1s) + low(a1, q0s) + low(a2, p2s) + low(b0, r1s) + low(b1, r0s) + low(b2, s2s);
      long d2 =
          low(a0, q2s) + low(a1, q1s) + low(a2, q0s) + low(b0, r2s) + low(b1, r1s) + low(b2, r0s);
      d1 += high(a0, q0s) + high(a1, p2s) + high(a2, p1s);
      d1 += high(b0, r0s) + high(b1, s2s) + high(b2, s1s);
      d2 += high(a0, q1s) + high(a1, q0s) + high(a2, p2s);
      d2 += high(b0, r1s) + high(b1, r0s) + high(b2, s2s);
      long top = high(a0, q2s) + high(a1, q1s) + high(a2, q0s);
      top += high(b0, r2s) + high(b1, r1s) + high(b2, r0s);
      d0 += 20 * top;

      d1 += d0 >>> 44;
      d2 += d1 >>> 44;
      long low = (d0 & MASK44) + 5 * (d2 >>> 42);
      l0 = low & MASK44;
      l1 = (d1 & MASK44) + (low >>> 44);
      l2 = d2 & MASK42;
    }
    h0 = l0;
    h1 = l1;
    h2 = l2;
  }

  private static long low(long a, long b) {
    return (a * b) >>> (2 * SHIFT);
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  /** The full reduction, then h + s modulo 2^128. */
  private void finish(long s0, long s1, byte[] target, int offset) {
    long g0 = h0;
    long g1 = h1;
    long g2 = h2;
    // Two rounds of carries leave every limb in its range.
    for (int i = 0; i < 2; i++) {
      g1 += g0 >>> 44;
      g0 &= MASK44;
      g2 += g1 >>> 44;
      g1 &= MASK44;
      g0 += 5 * (g2 >>> 42);
      g2 &= MASK42;
    }
    g1 += g0 >>> 44;
    g0 &= MASK44;
    // h + 5 reaches 2^130 exactly when h is not below the prime.
    long e0 = g0 + 5;
    long e1 = g1 + (e0 >>> 44);
    long e2 = g2 + (e1 >>> 44);
    long reduced = -(e2 >>> 42);
    g0 = (g0 & ~reduced) | (e0 & MASK44 & reduced);
    g1 = (g1 & ~reduced) | (e1 & MASK44 & reduced);
    g2 = (g2 & ~reduced) | (e2 & MASK42 & reduced);

    long low = g0 | g1 << 44;
    long high = g1 >>> 20 | g2 << 24;
    long sum = low + s0;
    long carry = ((low & s0) | ((low | s0) & ~sum)) >>> 63;
    Words.putLongLe(target, offset, sum);
    Words.putLongLe(target, offset + 8, high + s1 + carry);
    h0 = 0;
    h1 = 0;
    h2 = 0;
  }
}
