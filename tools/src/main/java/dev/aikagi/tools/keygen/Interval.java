package dev.aikagi.tools.keygen;

import dev.aikagi.key.Validity;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;

/** The values of -V: when a certificate is valid. */
final class Interval {
  private static final String FOREVER = "forever";
  private static final String ALWAYS = "always";

  private final long now;
  private final Clock clock;

  private Interval(Clock clock) {
    this.now = clock.instant().getEpochSecond();
    this.clock = clock;
  }

  static Validity parse(String text, Clock clock) throws Failure {
    return new Interval(clock).parse(text);
  }

  private Validity parse(String text) throws Failure {
    int colon = text.indexOf(':');
    if (text.startsWith("+") && colon < 0) {
      long life = span("Invalid relative certificate life ", text);
      // A minute earlier, as OpenSSH: the clocks of some hosts are behind.
      return new Validity(Math.floorDiv(now - 59, 60) * 60, now + life);
    }
    if (colon <= 0 || colon == text.length() - 1) {
      throw Failure.fatal("Invalid certificate life specification " + text);
    }
    String from = text.substring(0, colon);
    String to = text.substring(colon + 1);
    Validity validity =
        new Validity(
            from.equals(ALWAYS) ? Validity.UNLIMITED.after() : moment(from, "from"),
            to.equals(FOREVER) ? Validity.UNLIMITED.before() : moment(to, "to"));
    if (!validity.possible()) {
      throw Failure.fatal("Empty certificate validity interval");
    }
    return validity;
  }

  private long moment(String text, String end) throws Failure {
    if (text.startsWith("-") || text.startsWith("+")) {
      long span = span("Invalid relative certificate time ", text);
      if (text.startsWith("+")) {
        return now + span;
      }
      if (span > now) {
        throw Failure.fatal("Certificate time " + text + " cannot be represented");
      }
      return now - span;
    }
    if (text.startsWith("0x")) {
      return hexadecimal(text.substring(2));
    }
    return absolute(text, clock.getZone())
        .orElseThrow(() -> Failure.fatal("Invalid " + end + " time \"" + text + "\""));
  }

  private static long hexadecimal(String digits) throws Failure {
    boolean number = !digits.isEmpty() && digits.chars().allMatch(Interval::isHexDigit);
    if (!number) {
      throw Failure.fatal("Invalid certificate time: not a number");
    }
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw Failure.fatal("parse_hex_u64: Invalid certificate time: Numerical result out of range");
    }
  }

  private static boolean isHexDigit(int c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static long span(String fault, String signed) throws Failure {
    return seconds(signed.substring(1)).orElseThrow(() -> Failure.fatal(fault + signed));
  }

  /** Numbers with s, m, h, d, w or nothing behind each; at most 31 bits in all. */
  private static OptionalLong seconds(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long total = 0;
    int at = 0;
    while (at < text.length()) {
      int start = digits(text, at);
      int end = start;
      long value = 0;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        value = Math.min(value * 10 + text.charAt(end) - '0', 1L + Integer.MAX_VALUE);
        end++;
      }
      boolean negative = start > at && text.charAt(start - 1) == '-' && value != 0;
      long unit = end < text.length() ? unit(text.charAt(end)) : 1;
      total += value * unit;
      if (end == start || negative || unit == 0 || total > Integer.MAX_VALUE) {
        return OptionalLong.empty();
      }
      at = end + 1;
    }
    return OptionalLong.of(total);
  }

  /** Behind blanks and a sign, as strtol(3) has it. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return text.startsWith("+", at) || text.startsWith("-", at) ? at + 1 : at;
  }

  private static long unit(char c) {
    return switch (Character.toLowerCase(c)) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3600;
      case 'd' -> 86400;
      case 'w' -> 7 * 86400;
      default -> 0;
    };
  }

  /** YYYYMMDD with HHMM or HHMMSS, local time or, with Z or UTC behind it, UTC. */
  static OptionalLong absolute(String text, ZoneId zone) {
    String lower = text.toLowerCase(Locale.ROOT);
    int suffix =
        lower.endsWith("utc") && lower.length() > 3
            ? 3
            : lower.endsWith("z") && lower.length() > 1 ? 1 : 0;
    String digits = text.substring(0, text.length() - suffix);
    int n = digits.length();
    if ((n != 8 && n != 12 && n != 14) || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    int month = field(digits, 4, 6);
    int day = field(digits, 6, 8);
    int hour = field(digits, 8, 10);
    int minute = field(digits, 10, 12);
    int second = field(digits, 12, 14);
    boolean possible = month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!possible || hour > 23 || minute > 59 || second > 61) {
      return OptionalLong.empty();
    }
    // February has a 30th for strptime(3): it is a day of March.
    LocalDateTime time =
        LocalDate.of(field(digits, 0, 4), month, 1)
            .plusDays(day - 1L)
            .atTime(hour, minute)
            .plusSeconds(second);
    long seconds = time.atZone(suffix > 0 ? ZoneOffset.UTC : zone).toEpochSecond();
    return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
  }

  private static int field(String digits, int from, int to) {
    return digits.length() < to ? 0 : Integer.parseInt(digits, from, to, 10);
  }
}
