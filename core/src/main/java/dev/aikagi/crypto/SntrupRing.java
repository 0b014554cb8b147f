package dev.aikagi.crypto;

/**
 * Polynomials modulo x^761 - x - 1, with coefficients modulo 4591 (from -2295 to 2295) or modulo 3
 * (from -1 to 1), for {@link Sntrup761}. No branch, index or division depends on a coefficient; the
 * loops are such that the JIT makes vector code of them.
 */
final class SntrupRing {
  static final int P = 761;
  static final int Q = 4591;
  static final int Q12 = (Q - 1) / 2;

  /** Of division; after so many the inverse is there, whatever was divided. */
  private static final int STEPS = 2 * P - 1;

  /** 1/3 modulo q. */
  private static final int ONE_THIRD = -1530;

  private SntrupRing() {}

  /** The representative nearest to 0, for at most 2 * 2295^2 on either side. */
  static int freezeQ(int x) {
    // First the quotient to within one or so, without a product beyond 32 bits; then exactly.
    int near = x - Q * (((x >> 5) * 1827) >> 18);
    return near - Q * ((near * 58470 + (1 << 27)) >> 28);
  }

  /** The representative nearest to 0, for at most 10000 on either side. */
  static int freeze3(int x) {
    return x - 3 * ((x * 21845 + (1 << 15)) >> 16);
  }

  /** The product with a small polynomial, modulo q. */
  static int[] multiplyQ(int[] f, int[] small) {
    int[] product = product(f, small);
    for (int i = 0; i < product.length; i++) {
      product[i] = freezeQ(product[i]);
    }
    int[] out = folded(product);
    for (int i = 0; i < P; i++) {
      out[i] = freezeQ(out[i]);
    }
    return out;
  }

  /** The product modulo 3. */
  static int[] multiply3(int[] f, int[] g) {
    int[] out = folded(product(f, g));
    for (int i = 0; i < P; i++) {
      out[i] = freeze3(out[i]);
    }
    return out;
  }

  private static int[] product(int[] f, int[] g) {
    int[] product = new int[2 * P - 1];
    for (int i = 0; i < P; i++) {
      addMultiple(product, i, f, g[i]);
    }
    return product;
  }

  private static void addMultiple(int[] target, int offset, int[] f, int factor) {
    for (int j = 0; j < P; j++) {
      target[offset + j] += f[j] * factor;
    }
  }

  /** x^761 is x + 1. */
  private static int[] folded(int[] product) {
    int[] out = new int[P];
    System.arraycopy(product, 0, out, 0, P);
    // From the top, the coefficient of x^i goes to x^(i-760) and x^(i-761), both below x^761.
    for (int i = P; i < 2 * P - 1; i++) {
      out[i - P] += product[i];
      out[i - P + 1] += product[i];
    }
    return out;
  }

  /** 1/in modulo 3 into out; false where there is none, which only the caller may learn. */
  static boolean reciprocal3(int[] in, int[] out) {
    int[] f = modulus();
    int[] g = reversed(in);
    int[] v = new int[P + 1];
    int[] r = new int[P + 1];
    r[0] = 1;
    int delta = 1;
    for (int loop = 0; loop < STEPS; loop++) {
      System.arraycopy(v, 0, v, 1, P);
      v[0] = 0;
      int sign = -g[0] * f[0];
      int swap = swapMask(delta, g[0]);
      delta = (delta ^ (swap & (delta ^ -delta))) + 1;
      step3(f, g, swap, sign, needed(loop));
      step3(v, r, swap, sign, reached(loop));
      System.arraycopy(g, 1, g, 0, P);
      g[P] = 0;
    }
    int sign = f[0];
    for (int i = 0; i < P; i++) {
      out[i] = sign * v[P - 1 - i];
    }
    return delta == 0;
  }

  /** 1/(3 in) modulo q; every short polynomial but 0 has one, since the ring is a field. */
  static int[] reciprocalOfTriple(int[] in) {
    int[] f = modulus();
    int[] g = reversed(in);
    int[] v = new int[P + 1];
    int[] r = new int[P + 1];
    r[0] = ONE_THIRD;
    int delta = 1;
    for (int loop = 0; loop < STEPS; loop++) {
      System.arraycopy(v, 0, v, 1, P);
      v[0] = 0;
      int swap = swapMask(delta, g[0]);
      delta = (delta ^ (swap & (delta ^ -delta))) + 1;
      int t = swap & (f[0] ^ g[0]);
      int f0 = f[0] ^ t;
      int g0 = g[0] ^ t;
      stepQ(f, g, swap, f0, g0, needed(loop));
      stepQ(v, r, swap, f0, g0, reached(loop));
      System.arraycopy(g, 1, g, 0, P);
      g[P] = 0;
    }
    int scale = reciprocal(f[0]);
    int[] out = new int[P];
    for (int i = 0; i < P; i++) {
      out[i] = freezeQ(scale * v[P - 1 - i]);
    }
    return out;
  }

  /** How many coefficients of f and g the steps that are left can still look at. */
  private static int needed(int loop) {
    return Math.min(P, STEPS - loop) + 1;
  }

  /** How many coefficients of v and r may not be 0. */
  private static int reached(int loop) {
    return Math.min(P, loop + 1) + 1;
  }

  /** x^761 - x - 1 with its coefficients in reverse. */
  private static int[] modulus() {
    int[] f = new int[P + 1];
    f[0] = 1;
    f[P - 1] = -1;
    f[P] = -1;
    return f;
  }

  private static int[] reversed(int[] in) {
    int[] g = new int[P + 1];
    for (int i = 0; i < P; i++) {
      g[P - 1 - i] = in[i];
    }
    return g;
  }

  /** All ones where delta is positive and the coefficient is not 0. */
  private static int swapMask(int delta, int coefficient) {
    return (-delta >> 31) & ((coefficient | -coefficient) >> 31);
  }

  /** Exchanges a and b under the mask, then b = b + sign a. */
  private static void step3(int[] a, int[] b, int swap, int sign, int count) {
    for (int i = 0; i < count; i++) {
      int t = swap & (a[i] ^ b[i]);
      int x = a[i] ^ t;
      int y = b[i] ^ t;
      a[i] = x;
      b[i] = freeze3(y + sign * x);
    }
  }

  /** Exchanges a and b under the mask, then b = f0 b - g0 a. */
  private static void stepQ(int[] a, int[] b, int swap, int f0, int g0, int count) {
    for (int i = 0; i < count; i++) {
      int t = swap & (a[i] ^ b[i]);
      int x = a[i] ^ t;
      int y = b[i] ^ t;
      a[i] = x;
      b[i] = freezeQ(f0 * y - g0 * x);
    }
  }

  /** a^(q-2). */
  private static int reciprocal(int a) {
    int out = a;
    for (int i = 1; i < Q - 2; i++) {
      out = freezeQ(out * a);
    }
    return out;
  }
}
