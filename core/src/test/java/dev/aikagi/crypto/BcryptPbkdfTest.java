package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BcryptPbkdfTest {
  /** The first six are the vectors that implementations share; the others are python-bcrypt's. */
  @ParameterizedTest
  @CsvSource({
    "70617373776f7264, 73616c74, 4,"
        + " 5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9",
    "70617373776f7264, 73616c74, 8, e17e1533acc14423155493c99b9c3bbe",
    "70617373776f7264, 00, 8, 1347a688bed4c922fc8b81c0f78c11ca",
    "00, 73616c74, 8, 8fc19496bf42709cc437c49badab6a8f",
    "70617373776f726400, 73616c7400, 8, 31b132bfa32256480316f851d0bf196a",
    "70617373776f7264, 73616c74, 8,"
        + "e136c77cce45bd7c7ec5cbeccafbbabd151a6242c687347233fa413e3107da9fac4c1cd593dcd651"
        + "c1c1e01375a7d54e44cdfe4ea86525fd23fa5601aa9773bd15d587708d6998fe5484506ec13ecf7c"
        + "93eceb07a97cdac3c99b0e129b54e00e9b5d5b27be7e80459c0d77a44cef24a63b27704bc276995c"
        + "bec7ed6b308a466462271c55c1ba7692ea66c3029c580556088bd11cd761d44e849b5f9dd9709a79"
        + "20ab107946c285647aa419d05defd9c2780198b4faae5f510246380846bb5043e74b20afb2287531"
        + "ba517bc502e7764e723fc4268e156910efa9666cd46f3588f94772890f7b9b9d4d6524ea639a3724"
        + "0884d4c84c1c34075e8d49254ce14ff9",
    "686f676520686f6765, 000102030405060708090a0b0c0d0e0f, 24,"
        + "16ee682dc4d9c224437e1ae948cfb7bd4acb17d29bded5610eebc83fbb647cbe"
        + "74442155feaa1a32593dd8a33b14a0fa",
    "e59088e98db5, 000102030405060708090a0b0c0d0e0f, 3,"
        + "d1eb1a3ef67008e15796842445f107104507d7905fd58fa461d672030619e03211",
  })
  void knownVectors(String passphrase, String salt, int rounds, String key) {
    HexFormat hex = HexFormat.of();
    byte[] derived =
        BcryptPbkdf.derive(hex.parseHex(passphrase), hex.parseHex(salt), rounds, key.length() / 2);
    assertEquals(key, hex.formatHex(derived));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    byte[] some = {1};
    byte[] none = {};
    assertThrows(IllegalArgumentException.class, () -> BcryptPbkdf.derive(none, some, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> BcryptPbkdf.derive(some, none, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> BcryptPbkdf.derive(some, some, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> BcryptPbkdf.derive(some, some, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> BcryptPbkdf.derive(some, some, 1, 1025));
    assertThrows(
        IllegalArgumentException.class,
        () -> BcryptPbkdf.derive(some, some, BcryptPbkdf.MAX_ROUNDS + 1, 1));
  }

  /** The tables of Blowfish are pi; here it is once more, by Machin's formula. */
  @Test
  void tablesAreTheDigitsOfPi() {
    BigInteger fraction = pi(32 * 1042).clearBit(32 * 1042).clearBit(32 * 1042 + 1);
    assertEquals(fraction, new BigInteger(Blowfish.PI, 16));
    assertEquals(8 * 1042, Blowfish.PI.length());
  }

  /** The integer part of pi times 2^bits. */
  static BigInteger pi(int bits) {
    BigInteger unit = BigInteger.ONE.shiftLeft(bits + 64);
    BigInteger quarter = arctan(5, unit).shiftLeft(2).subtract(arctan(239, unit));
    return quarter.shiftLeft(2).shiftRight(64);
  }

  private static BigInteger arctan(int inverse, BigInteger unit) {
    BigInteger square = BigInteger.valueOf((long) inverse * inverse);
    BigInteger term = unit.divide(BigInteger.valueOf(inverse));
    BigInteger sum = term;
    for (int n = 3; term.signum() != 0; n += 2) {
      term = term.divide(square);
      BigInteger part = term.divide(BigInteger.valueOf(n));
      sum = n % 4 == 3 ? sum.subtract(part) : sum.add(part);
    }
    return sum;
  }
}
