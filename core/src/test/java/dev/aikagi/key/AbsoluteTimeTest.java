package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbsoluteTimeTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @ParameterizedTest
  @CsvSource({
    "20260901, 2026-08-31T15:00:00Z",
    "20260901Z, 2026-09-01T00:00:00Z",
    "20260901z, 2026-09-01T00:00:00Z",
    "20260901UTC, 2026-09-01T00:00:00Z",
    "20260901utc, 2026-09-01T00:00:00Z",
    "202609011530, 2026-09-01T06:30:00Z",
    "20260901153007Z, 2026-09-01T15:30:07Z",
    "20250230Z, 2025-03-02T00:00:00Z",
    "20260101000061Z, 2026-01-01T00:01:01Z",
    "19700101Z, 1970-01-01T00:00:00Z",
  })
  void asOpenSshReadsIt(String text, Instant time) {
    assertEquals(Optional.of(time), AbsoluteTime.parse(text, TOKYO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "UTC",
        "2026090",
        "202609011",
        "20261301",
        "20260001",
        "20260932",
        "20260900",
        "202609012400",
        "202609010060",
        "20260901000062",
        "2026-9-1",
        "20260901+1",
        "19691231Z",
        "19700101",
        "00000101",
        "\uff12\uff10260901",
      })
  void nothingElse(String text) {
    assertEquals(Optional.empty(), AbsoluteTime.parse(text, TOKYO));
  }
}
