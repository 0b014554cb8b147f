package dev.aikagi.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * UMAC-64 and UMAC-128 (RFC 4418) over AES-128, with the sequence number as the nonce. Names follow
 * the RFC: L1 hashes 1024 bytes to 64 bits with NH, L2 is a polynomial modulo 2^64 - 59, L3 an
 * inner product modulo 2^36 - 5. No branch and no index depends on the key or the data.
 */
final class Umac implements PacketMac {
  /** Beyond this the RFC goes on with a polynomial of 128 bits, which no packet needs. */
  private static final int MAX_CHUNKS = 1 << 14;

  private static final int CHUNK = 1024;
  private static final int CHUNK_WORDS = CHUNK / 4;
  private static final int BLOCK = 16;
  private static final long MASK64 = 0x01ffffff01ffffffL;
  private static final long P36 = (1L << 36) - 5;

  /** 2^64 - p64. */
  private static final long OFFSET64 = 59;

  private final int iterations;
  private final int[] l1Key;
  private final long[] l2Key;
  private final long[] l3Key1;
  private final int[] l3Key2;
  private final Cipher pad;

  private final byte[] chunk = new byte[CHUNK];
  private int buffered;
  private int chunks;
  private final long[] nh;
  private final long[] poly;
  private final byte[] nonce = new byte[BLOCK];
  private final byte[] padBlock = new byte[BLOCK];

  /**
   * @param tagLength 8 or 16
   */
  Umac(byte[] key, int tagLength) {
    iterations = tagLength / 4;
    nh = new long[iterations];
    poly = new long[iterations];
    l1Key = new int[CHUNK_WORDS + 4 * (iterations - 1)];
    l2Key = new long[iterations];
    l3Key1 = new long[4 * iterations];
    l3Key2 = new int[iterations];

    Cipher kdf = aes(key);
    byte[] padKey = derive(kdf, 0, key.length);
    pad = aes(padKey);
    byte[] l1 = derive(kdf, 1, 4 * l1Key.length);
    byte[] l2 = derive(kdf, 2, 24 * iterations);
    byte[] l31 = derive(kdf, 3, 64 * iterations);
    byte[] l32 = derive(kdf, 4, 4 * iterations);
    for (int i = 0; i < l1Key.length; i++) {
      l1Key[i] = Words.intBe(l1, 4 * i);
    }
    for (int i = 0; i < iterations; i++) {
      l2Key[i] = Words.longBe(l2, 24 * i) & MASK64;
      l3Key2[i] = Words.intBe(l32, 4 * i);
      for (int j = 0; j < 4; j++) {
        // The first four of the eight words meet the upper half of the L2 hash, which is 0.
        l3Key1[4 * i + j] = Long.remainderUnsigned(Words.longBe(l31, 64 * i + 32 + 8 * j), P36);
      }
    }
    for (byte[] secret : new byte[][] {padKey, l1, l2, l31, l32}) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static Cipher aes(byte[] key) {
    Cipher cipher = JdkCiphers.cipher("AES/ECB/NoPadding");
    JdkCiphers.init(cipher, Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), null);
    return cipher;
  }

  private static byte[] derive(Cipher kdf, int index, int length) {
    byte[] blocks = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
    for (int i = 0; i < blocks.length; i += BLOCK) {
      Words.putLongBe(blocks, i, index);
      Words.putLongBe(blocks, i + 8, i / BLOCK + 1);
    }
    return kdf.update(blocks);
  }

  @Override
  public void start(int sequenceNumber) {
    start(Integer.toUnsignedLong(sequenceNumber));
  }

  /** With any nonce of eight bytes. */
  void start(long nonceValue) {
    Words.putLongBe(nonce, 0, nonceValue);
    chunks = 0;
    buffered = 0;
  }

  @Override
  public void update(byte[] source, int offset, int length) {
    int from = offset;
    int end = offset + length;
    if (buffered > 0) {
      int count = Math.min(CHUNK - buffered, length);
      System.arraycopy(source, from, chunk, buffered, count);
      buffered += count;
      from += count;
      if (buffered == CHUNK) {
        hashChunk(chunk, 0, CHUNK, CHUNK);
        buffered = 0;
      }
    }
    while (end - from >= CHUNK) {
      hashChunk(source, from, CHUNK, CHUNK);
      from += CHUNK;
    }
    if (from < end) {
      System.arraycopy(source, from, chunk, buffered, end - from);
      buffered += end - from;
    }
  }

  @Override
  public void finish(byte[] target, int offset) {
    if (buffered > 0 || chunks == 0) {
      int padded = Math.max(32, (buffered + 31) & ~31);
      Arrays.fill(chunk, buffered, padded, (byte) 0);
      hashChunk(chunk, 0, padded, buffered);
    }
    int padOffset = encryptNonce();
    for (int i = 0; i < iterations; i++) {
      long l2 = chunks == 1 ? nh[i] : reduced(poly[i]);
      int tag = l3(l2, i) ^ Words.intBe(padBlock, padOffset + 4 * i);
      Words.putIntBe(target, offset + 4 * i, tag);
    }
  }

  /** Leaves the pad in padBlock, at the offset returned: a block serves two 8-byte tags. */
  private int encryptNonce() {
    int index = iterations == 2 ? nonce[7] & 1 : 0;
    nonce[7] ^= (byte) index;
    try {
      pad.update(nonce, 0, BLOCK, padBlock, 0);
    } catch (GeneralSecurityException e) {
      throw JdkCiphers.broken(pad, e);
    }
    return 8 * index;
  }

  /** L1 over one chunk, then a step of L2, which begins when there is a second chunk. */
  private void hashChunk(byte[] source, int offset, int padded, int length) {
    if (chunks == MAX_CHUNKS) {
      throw new IllegalArgumentException("a message of more than 16 MiB");
    }
    if (chunks == 1) {
      for (int i = 0; i < iterations; i++) {
        poly[i] = polyStep(l2Key[i], 1, nh[i]);
      }
    }
    for (int i = 0; i < iterations; i += 2) {
      nhPair(source, offset, padded, i);
      nh[i] += 8L * length;
      nh[i + 1] += 8L * length;
    }
    if (chunks > 0) {
      for (int i = 0; i < iterations; i++) {
        poly[i] = polyStep(l2Key[i], poly[i], nh[i]);
      }
    }
    chunks++;
  }

  /** NH with the keys of two iterations, which are 16 bytes apart, in one pass over the message. */
  private void nhPair(byte[] source, int offset, int length, int iteration) {
    int[] key = l1Key;
    long first = 0;
    long second = 0;
    int k = 4 * iteration;
    for (int i = offset; i < offset + length; i += 32, k += 8) {
      int m0 = Words.intLe(source, i);
      int m1 = Words.intLe(source, i + 4);
      int m2 = Words.intLe(source, i + 8);
      int m3 = Words.intLe(source, i + 12);
      int m4 = Words.intLe(source, i + 16);
      int m5 = Words.intLe(source, i + 20);
      int m6 = Words.intLe(source, i + 24);
      int m7 = Words.intLe(source, i + 28);
      int k4 = key[k + 4];
      int k5 = key[k + 5];
      int k6 = key[k + 6];
      int k7 = key[k + 7];
      first +=
          product(m0 + key[k], m4 + k4)
              + product(m1 + key[k + 1], m5 + k5)
              + product(m2 + key[k + 2], m6 + k6)
              + product(m3 + key[k + 3], m7 + k7);
      second +=
          product(m0 + k4, m4 + key[k + 8])
              + product(m1 + k5, m5 + key[k + 9])
              + product(m2 + k6, m6 + key[k + 10])
              + product(m3 + k7, m7 + key[k + 11]);
    }
    nh[iteration] = first;
    nh[iteration + 1] = second;
  }

  private static long product(int a, int b) {
    return Integer.toUnsignedLong(a) * Integer.toUnsignedLong(b);
  }

  /**
   * POLY for one word. Words from 2^64 - 2^32 up take two steps; both are always computed, so that
   * no branch tells.
   */
  static long polyStep(long key, long y, long word) {
    long large = -(((word >>> 32) + 1) >>> 32);
    long marked = multiplyAdd(key, y, -OFFSET64 - 1);
    long base = y ^ ((y ^ marked) & large);
    return multiplyAdd(key, base, word - (OFFSET64 & large));
  }

  /** key * y + word modulo p64, as any representative of 64 bits; the key has 57 bits. */
  private static long multiplyAdd(long key, long y, long word) {
    long high = Math.unsignedMultiplyHigh(key, y);
    long sum = addModulo(key * y, OFFSET64 * high);
    return addModulo(sum, word);
  }

  private static long addModulo(long a, long b) {
    long sum = a + b;
    long again = sum + (OFFSET64 & -carry(a, b, sum));
    // A second wrap leaves less than 59, so there is no third.
    return again + (OFFSET64 & -carry(sum, again - sum, again));
  }

  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  static long reduced(long y) {
    // y >= p64 exactly when adding 59 wraps.
    long plus = y + OFFSET64;
    long wrapped = -carry(y, OFFSET64, plus);
    return y ^ ((y ^ plus) & wrapped);
  }

  private int l3(long l2, int iteration) {
    int k = 4 * iteration;
    long sum =
        (l2 >>> 48) * l3Key1[k]
            + (l2 >>> 32 & 0xffff) * l3Key1[k + 1]
            + (l2 >>> 16 & 0xffff) * l3Key1[k + 2]
            + (l2 & 0xffff) * l3Key1[k + 3];
    // Below 2^54: twice 2^36 = 5, then one conditional subtraction.
    long folded = (sum & ((1L << 36) - 1)) + 5 * (sum >>> 36);
    folded -= P36 & ~((folded - P36) >> 63);
    return (int) folded ^ l3Key2[iteration];
  }

  @Override
  public void close() {
    Arrays.fill(l1Key, 0);
    Arrays.fill(l2Key, 0);
    Arrays.fill(l3Key1, 0);
    Arrays.fill(l3Key2, 0);
    Arrays.fill(chunk, (byte) 0);
    Arrays.fill(padBlock, (byte) 0);
    SecretKeySpec zero = new SecretKeySpec(new byte[BLOCK], "AES");
    JdkCiphers.init(pad, Cipher.ENCRYPT_MODE, zero, null);
  }
}
