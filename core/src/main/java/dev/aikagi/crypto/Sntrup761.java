package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Streamlined NTRU Prime with 761 coefficients (round 3 of the NIST process), the KEM of
 * sntrup761x25519-sha512. Our own, because the JDK lacks it and Bouncy Castle's is many times
 * slower than a login may take. Constant time: see {@link SntrupRing}.
 */
public final class Sntrup761 implements Kem.Pair {
  public static final int PUBLIC_KEY_LENGTH = SntrupCoding.Q_LENGTH;
  public static final int CIPHERTEXT_LENGTH = SntrupCoding.ROUNDED_LENGTH + 32;
  public static final int SECRET_LENGTH = 32;

  private static final int P = SntrupRing.P;
  private static final int WEIGHT = 286;
  private static final int HASH = 32;

  private final int[] f;
  private final int[] inverseG;
  private final byte[] publicKey;
  private final byte[] implicit;

  private Sntrup761(int[] f, int[] inverseG, byte[] publicKey, byte[] implicit) {
    this.f = f;
    this.inverseG = inverseG;
    this.publicKey = publicKey;
    this.implicit = implicit;
  }

  public static Sntrup761 generate() {
    SecureRandom random = new SecureRandom();
    int[] inverseG = new int[P];
    int[] g = randomSmall(random);
    while (!SntrupRing.reciprocal3(g, inverseG)) {
      g = randomSmall(random);
    }
    int[] f = randomShort(random);
    int[] h = SntrupRing.multiplyQ(SntrupRing.reciprocalOfTriple(f), g);
    byte[] implicit = new byte[SntrupCoding.SMALL_LENGTH];
    random.nextBytes(implicit);
    Arrays.fill(g, 0);
    return new Sntrup761(f, inverseG, SntrupCoding.encodeQ(h), implicit);
  }

  /** Out of the reference's secret key: f, 1/g, the public key, the value for failures, a hash. */
  static Sntrup761 of(byte[] secretKey) {
    int small = SntrupCoding.SMALL_LENGTH;
    int end = 2 * small + PUBLIC_KEY_LENGTH;
    return new Sntrup761(
        SntrupCoding.decodeSmall(secretKey, 0),
        SntrupCoding.decodeSmall(secretKey, small),
        Arrays.copyOfRange(secretKey, 2 * small, end),
        Arrays.copyOfRange(secretKey, end, end + small));
  }

  /** The public key, 1158 bytes. */
  @Override
  public byte[] publicValue() {
    return publicKey.clone();
  }

  /** The shared secret, 32 bytes. */
  @Override
  public SecretBytes decapsulate(byte[] ciphertext) throws DisconnectException {
    KeyExchangeFailures.length("an sntrup761 ciphertext", ciphertext, CIPHERTEXT_LENGTH);
    int[] r = decrypt(SntrupCoding.decodeRounded(ciphertext, 0));
    byte[] encodedR = SntrupCoding.encodeSmall(r);
    byte[] again = hide(r, encodedR, publicKey);
    // All ones where they differ.
    int differ = difference(ciphertext, again);
    for (int i = 0; i < encodedR.length; i++) {
      encodedR[i] ^= (byte) (differ & (encodedR[i] ^ implicit[i]));
    }
    byte[] secret = session(1 + differ, encodedR, ciphertext);
    Arrays.fill(encodedR, (byte) 0);
    Arrays.fill(r, 0);
    return SecretBytes.taking(secret);
  }

  /**
   * Makes a secret for the owner of this key.
   *
   * @throws DisconnectException for a key of another length
   */
  public static Encapsulation encapsulate(byte[] publicKey) throws DisconnectException {
    KeyExchangeFailures.length("an sntrup761 key", publicKey, PUBLIC_KEY_LENGTH);
    int[] r = randomShort(new SecureRandom());
    byte[] encodedR = SntrupCoding.encodeSmall(r);
    byte[] ciphertext = hide(r, encodedR, publicKey);
    byte[] secret = session(1, encodedR, ciphertext);
    Arrays.fill(encodedR, (byte) 0);
    Arrays.fill(r, 0);
    return new Encapsulation(ciphertext, SecretBytes.taking(secret));
  }

  /** r of the ciphertext; a fixed one where its weight is wrong. */
  private int[] decrypt(int[] c) {
    int[] e = SntrupRing.multiplyQ(c, f);
    for (int i = 0; i < P; i++) {
      e[i] = SntrupRing.freeze3(SntrupRing.freezeQ(3 * e[i]));
    }
    int[] r = SntrupRing.multiply3(e, inverseG);
    int weight = 0;
    for (int i = 0; i < P; i++) {
      weight += r[i] & 1;
    }
    int wrong = weight - WEIGHT;
    int mask = (wrong | -wrong) >> 31;
    for (int i = 0; i < P; i++) {
      int fixed = i < WEIGHT ? 1 : 0;
      r[i] ^= mask & (r[i] ^ fixed);
    }
    return r;
  }

  /** The ciphertext of r: the rounded product with the public key, and a confirmation. */
  private static byte[] hide(int[] r, byte[] encodedR, byte[] publicKey) {
    int[] product = SntrupRing.multiplyQ(SntrupCoding.decodeQ(publicKey, 0), r);
    for (int i = 0; i < P; i++) {
      product[i] -= SntrupRing.freeze3(product[i]);
    }
    byte[] rounded = SntrupCoding.encodeRounded(product);
    byte[] confirmation = hash(2, hash(3, encodedR), hash(4, publicKey));
    byte[] out = Arrays.copyOf(rounded, CIPHERTEXT_LENGTH);
    System.arraycopy(confirmation, 0, out, rounded.length, HASH);
    return out;
  }

  private static byte[] session(int prefix, byte[] encodedR, byte[] ciphertext) {
    return hash(prefix, hash(3, encodedR), ciphertext);
  }

  private static byte[] hash(int prefix, byte[]... parts) {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update((byte) prefix);
      for (byte[] part : parts) {
        sha512.update(part);
      }
      byte[] full = new byte[64];
      sha512.digest(full, 0, full.length);
      byte[] half = Arrays.copyOf(full, HASH);
      Arrays.fill(full, (byte) 0);
      return half;
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw KeyExchangeFailures.broken("SHA-512", e);
    }
  }

  private static int difference(byte[] a, byte[] b) {
    int bits = 0;
    for (int i = 0; i < a.length; i++) {
      bits |= a[i] ^ b[i];
    }
    return (bits | -bits) >> 31;
  }

  private static int[] randomWords(SecureRandom random) {
    byte[] bytes = new byte[4 * P];
    random.nextBytes(bytes);
    int[] out = new int[P];
    for (int i = 0; i < P; i++) {
      out[i] = Words.intLe(bytes, 4 * i);
    }
    Arrays.fill(bytes, (byte) 0);
    return out;
  }

  /** Every coefficient -1, 0 or 1. */
  private static int[] randomSmall(SecureRandom random) {
    int[] out = randomWords(random);
    for (int i = 0; i < P; i++) {
      out[i] = (((out[i] & 0x3fffffff) * 3) >>> 30) - 1;
    }
    return out;
  }

  /** Exactly 286 coefficients are -1 or 1, at places that sorting random numbers gives. */
  private static int[] randomShort(SecureRandom random) {
    int[] out = randomWords(random);
    for (int i = 0; i < P; i++) {
      out[i] = i < WEIGHT ? out[i] & ~1 : (out[i] & ~2) | 1;
    }
    sort(out);
    for (int i = 0; i < P; i++) {
      out[i] = (out[i] & 3) - 1;
    }
    return out;
  }

  /** Batcher's merge exchange: which places are compared does not depend on what is there. */
  static void sort(int[] x) {
    int top = Integer.highestOneBit(x.length - 1);
    for (int p = top; p > 0; p >>= 1) {
      for (int i = 0; i < x.length - p; i++) {
        if ((i & p) == 0) {
          order(x, i, i + p);
        }
      }
      for (int q = top; q > p; q >>= 1) {
        for (int i = 0; i < x.length - q; i++) {
          if ((i & p) == 0) {
            order(x, i + p, i + q);
          }
        }
      }
    }
  }

  private static void order(int[] x, int low, int high) {
    int swap = (int) (((long) x[high] - x[low]) >> 63);
    int t = swap & (x[low] ^ x[high]);
    x[low] ^= t;
    x[high] ^= t;
  }

  @Override
  public void close() {
    Arrays.fill(f, 0);
    Arrays.fill(inverseG, 0);
    Arrays.fill(implicit, (byte) 0);
  }
}
