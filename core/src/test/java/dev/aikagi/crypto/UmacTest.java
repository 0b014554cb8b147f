package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UmacTest {
  private static final byte[] KEY = "abcdefghijklmnop".getBytes(StandardCharsets.US_ASCII);
  private static final long NONCE = Words.longBe("bcdefghi".getBytes(StandardCharsets.US_ASCII), 0);

  /** RFC 4418 appendix; its UMAC-96 tags are the beginning of the UMAC-128 ones. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, 6e155fad26900be1, 32fedb100c79ad58f07ff7643cc60465",
    "a, 3, 44b5cb542f220104, 185e4fe905cba7bd85e4c2dc3d117d8d",
    "a, 1024, 26bf2f5d60118bd9, 7a54abe04af82d60fb298c3cbd195bcb",
    "a, 32768, 27f8ef643b0d118d, 7b136bd911e4b734286ef2be501f2c3c",
    "a, 1048576, a4477e87e9f55853, f8acfa3ac31cfeea047f7b115b03bef5",
    "abc, 1, d4d7b9f6bd4fbfcf, 883c3d4b97a61976ffcf232308cba5a5",
    "abc, 500, d4cf26ddefd5c01a, 8824a260c53c66a36c9260a62cb83aa1",
  })
  void publishedVectors(String unit, int times, String tag64, String tag128) {
    byte[] message = unit.repeat(times).getBytes(StandardCharsets.US_ASCII);
    assertEquals(tag64, hex(tag(8, message, message.length)));
    assertEquals(tag128, hex(tag(16, message, message.length)));
  }

  @Test
  void piecesOfAnySizeGiveTheSameTag() {
    byte[] message = new byte[5000];
    new Random(1).nextBytes(message);
    byte[] whole = tag(16, message, message.length);
    for (int piece : new int[] {1, 4, 31, 1023, 1024, 1025, 3000}) {
      assertArrayEquals(whole, tag(16, message, piece), "pieces of " + piece);
    }
  }

  /** Words of 2^64 - 2^32 and more take the two-step path of POLY; BigInteger is the reference. */
  @Test
  void polynomialOfLargeWords() {
    java.math.BigInteger p = java.math.BigInteger.TWO.pow(64).subtract(big(59));
    long[] words = {0, 1, -1, -59, -60, 0xffff_ffff_0000_0000L, 0xffff_fffe_ffff_ffffL, 1L << 63};
    long[] ys = {0, 1, 58, 59, -1, -58, -59, -60, -61, 1L << 63, 0x1234_5678_9abc_def0L};
    for (long key : new long[] {0, 1, 0x01ff_ffff_01ff_ffffL, 0x0123_4567_0089_abcdL}) {
      for (long y : ys) {
        for (long word : words) {
          java.math.BigInteger m = big(word);
          java.math.BigInteger want = big(y);
          if (Long.compareUnsigned(word, 0xffff_ffff_0000_0000L) >= 0) {
            want = want.multiply(big(key)).add(p).subtract(big(1)).mod(p);
            m = m.subtract(big(59));
          }
          want = want.multiply(big(key)).add(m).mod(p);
          assertEquals(want, big(Umac.reduced(Umac.polyStep(key, y, word))));
        }
      }
    }
  }

  private static java.math.BigInteger big(long unsigned) {
    return new java.math.BigInteger(Long.toUnsignedString(unsigned));
  }

  private static byte[] tag(int length, byte[] message, int piece) {
    byte[] tag = new byte[length];
    try (Umac umac = new Umac(KEY, length)) {
      umac.start(NONCE);
      for (int i = 0; i < message.length; i += piece) {
        umac.update(message, i, Math.min(piece, message.length - i));
      }
      umac.finish(tag, 0);
    }
    return tag;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
