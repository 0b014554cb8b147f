package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerPairTest {
  private static DerPair of(String hex) throws SecurityKeyException {
    return DerPair.of(HexFormat.of().parseHex(hex));
  }

  @Test
  void zerosInFrontAreDropped() throws Exception {
    Bytes high = Bytes.of(new byte[] {(byte) 0x80});
    assertEquals(new DerPair(high, Bytes.of(new byte[] {1})), of("3007020200800201" + "01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "3080",
        "3100",
        "3000",
        "3003020101",
        "300702020080020101" + "00",
        "3008" + "02020080020101" + "00",
        "3006" + "020101" + "020180",
        "3006" + "020101" + "020201",
        "3006" + "020101" + "030101",
        "3005" + "0200" + "020101",
        "3005" + "020101" + "0201",
        "3007" + "020101" + "020101",
        "3006" + "020101" + "02ff01",
        "3027"
            + "020101"
            + "0222"
            + "010000000000000000000000000000000000000000000000000000000000000000000000",
      })
  void anythingElseIsRefused(String hex) {
    assertThrows(SecurityKeyException.class, () -> of(hex));
  }
}
