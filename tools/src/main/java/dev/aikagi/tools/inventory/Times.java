package dev.aikagi.tools.inventory;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments for a person, in local time. */
final class Times {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("u-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("u-MM-dd HH:mm", Locale.ROOT);

  private Times() {}

  static String day(Instant time, Clock clock) {
    return DAY.format(time.atZone(clock.getZone()));
  }

  static String minute(Instant time, Clock clock) {
    return MINUTE.format(time.atZone(clock.getZone()));
  }
}
