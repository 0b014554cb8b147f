package dev.aikagi.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
  /** A text that is no address is a name, which nobody is asked about. */
  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 32",
    "127.1, 32",
    "fe80::1%eth0, 128",
    "::ffff:1.2.3.4, 128",
    "1.2.3.4., 0",
    "300.1.1.1, 0",
    "1:2, 0",
    "0x, 0",
    "08, 0",
    "localhost, 0",
    "'', 0"
  })
  void onlyNumbersAreAddresses(String text, int bits) {
    assertEquals(bits, IpAddress.parse(text).map(IpAddress::bits).orElse(0));
  }
}
