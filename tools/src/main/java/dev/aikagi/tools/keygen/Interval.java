package dev.aikagi.tools.keygen;

import dev.aikagi.key.AbsoluteTime;
import dev.aikagi.key.Validity;
import java.time.Clock;
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
    return AbsoluteTime.parse(text, clock.getZone())
        .orElseThrow(() -> Failure.fatal("Invalid " + end + " time \"" + text + "\""))
        .getEpochSecond();
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
}
