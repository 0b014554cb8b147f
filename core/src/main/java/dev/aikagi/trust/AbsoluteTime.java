package dev.aikagi.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, local time or, with Z or UTC behind it, UTC. */
final class AbsoluteTime {
  private AbsoluteTime() {}

  static Optional<Instant> parse(String text, ZoneId local) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean utc = true;
    String digits;
    if (lower.length() > 1 && lower.endsWith("z")) {
      digits = text.substring(0, text.length() - 1);
    } else if (lower.length() > 3 && lower.endsWith("utc")) {
      digits = text.substring(0, text.length() - 3);
    } else {
      digits = text;
      utc = false;
    }
    int n = digits.length();
    if ((n != 8 && n != 12 && n != 14) || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              field(digits, 0, 4),
              field(digits, 4, 6),
              field(digits, 6, 8),
              field(digits, 8, 10),
              field(digits, 10, 12),
              field(digits, 12, 14));
      Instant instant = time.atZone(utc ? ZoneOffset.UTC : local).toInstant();
      return instant.getEpochSecond() > 0 ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int field(String digits, int from, int to) {
    return digits.length() < to ? 0 : Integer.parseInt(digits, from, to, 10);
  }
}
