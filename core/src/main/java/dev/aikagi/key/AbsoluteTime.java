package dev.aikagi.key;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * Moments as OpenSSH's files and command lines have them (ssh-keygen(1), sshd(8)): YYYYMMDD,
 * YYYYMMDDHHMM or YYYYMMDDHHMMSS, local time or, with Z or UTC behind it, UTC.
 */
public final class AbsoluteTime {
  private AbsoluteTime() {}

  /**
   * Empty for what is none, and for what is before 1970. A day beyond its month is one of the next
   * month; a time that summer time leaves out is an hour later.
   *
   * @param local the zone of a time without Z
   */
  public static Optional<Instant> parse(String text, ZoneId local) {
    int suffix = suffix(text.toLowerCase(Locale.ROOT));
    String digits = text.substring(0, text.length() - suffix);
    int n = digits.length();
    if ((n != 8 && n != 12 && n != 14) || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int month = field(digits, 4, 6);
    int day = field(digits, 6, 8);
    int hour = field(digits, 8, 10);
    int minute = field(digits, 10, 12);
    int second = field(digits, 12, 14);
    boolean possible = month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!possible || hour > 23 || minute > 59 || second > 61) {
      return Optional.empty();
    }
    // February has a 30th for strptime(3): it is a day of March.
    Instant instant =
        LocalDate.of(field(digits, 0, 4), month, 1)
            .plusDays(day - 1L)
            .atTime(hour, minute)
            .plusSeconds(second)
            .atZone(suffix > 0 ? ZoneOffset.UTC : local)
            .toInstant();
    return Optional.of(instant).filter(i -> i.getEpochSecond() >= 0);
  }

  private static int suffix(String lower) {
    if (lower.endsWith("utc") && lower.length() > 3) {
      return 3;
    }
    return lower.endsWith("z") && lower.length() > 1 ? 1 : 0;
  }

  private static int field(String digits, int from, int to) {
    return digits.length() < to ? 0 : Integer.parseInt(digits, from, to, 10);
  }
}
