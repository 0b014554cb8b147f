package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305Test {
  private static final BigInteger P = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));

  /** RFC 8439 section 2.5.2. */
  @Test
  void exampleOfTheRfc() {
    byte[] message = "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII);
    String key = "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b";
    assertEquals("a8061dc1305136c6c22b8baf0c0127a9", tag(key, message));
  }

  /** RFC 8439 appendix A.3, vectors 1 and 4 to 11: the edges of the reduction among them. */
  @ParameterizedTest
  @CsvSource({
    // r, s, message, tag
    "00000000000000000000000000000000, 00000000000000000000000000000000,"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "00000000000000000000000000000000",
    "02000000000000000000000000000000, 00000000000000000000000000000000,"
        + "ffffffffffffffffffffffffffffffff, 03000000000000000000000000000000",
    "02000000000000000000000000000000, ffffffffffffffffffffffffffffffff,"
        + "02000000000000000000000000000000, 03000000000000000000000000000000",
    "01000000000000000000000000000000, 00000000000000000000000000000000,"
        + "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff"
        + "11000000000000000000000000000000, 05000000000000000000000000000000",
    "01000000000000000000000000000000, 00000000000000000000000000000000,"
        + "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe"
        + "01010101010101010101010101010101, 00000000000000000000000000000000",
    "02000000000000000000000000000000, 00000000000000000000000000000000,"
        + "fdffffffffffffffffffffffffffffff, faffffffffffffffffffffffffffffff",
    "01000000000000000400000000000000, 00000000000000000000000000000000,"
        + "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
        + "000000000000000001000000000000000000000000000000,"
        + "14000000000000005500000000000000",
    "01000000000000000400000000000000, 00000000000000000000000000000000,"
        + "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
        + "0000000000000000, 13000000000000000000000000000000",
  })
  void vectorsOfTheRfc(String r, String s, String message, String tag) {
    assertEquals(tag, tag(r + s, HexFormat.of().parseHex(message)));
  }

  @Test
  void everyLengthAgreesWithBigInteger() {
    Random random = new Random(2);
    byte[] key = new byte[32];
    for (int length = 0; length < 300; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      random.nextBytes(key);
      if (length % 3 == 0) {
        // Limbs at their largest.
        Arrays.fill(message, (byte) 0xff);
        Arrays.fill(key, (byte) 0xff);
      }
      assertEquals(reference(key, message), tag(HexFormat.of().formatHex(key), message));
    }
  }

  private static String reference(byte[] key, byte[] message) {
    BigInteger clamp = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);
    BigInteger r = little(Arrays.copyOf(key, 16)).and(clamp);
    BigInteger h = BigInteger.ZERO;
    for (int i = 0; i < message.length; i += 16) {
      int end = Math.min(i + 16, message.length);
      byte[] block = Arrays.copyOf(Arrays.copyOfRange(message, i, end), end - i + 1);
      block[end - i] = 1;
      h = h.add(little(block)).multiply(r).mod(P);
    }
    byte[] sum = h.add(little(Arrays.copyOfRange(key, 16, 32))).toByteArray();
    byte[] tag = new byte[16];
    for (int i = 0; i < Math.min(16, sum.length); i++) {
      tag[i] = sum[sum.length - 1 - i];
    }
    return HexFormat.of().formatHex(tag);
  }

  private static BigInteger little(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static String tag(String key, byte[] message) {
    byte[] tag = new byte[16];
    new Poly1305().tag(HexFormat.of().parseHex(key), message, 0, message.length, tag, 0);
    return HexFormat.of().formatHex(tag);
  }
}
