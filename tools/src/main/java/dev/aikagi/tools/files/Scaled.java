package dev.aikagi.tools.files;

/** Numbers of bytes in few characters, in the two forms that OpenSSH's tools use. */
public final class Scaled {
  private static final String UNITS = "BKMGTPE";
  private static final String SHORT_UNITS = " KMGT";

  private Scaled() {}

  /** Three digits at most, as fmt_scaled(3): "6B", "4.0K", "252G". */
  public static String of(long bytes) {
    if (bytes < 0) {
      return "error";
    }
    int unit = 0;
    long divisor = 1;
    while (unit + 1 < UNITS.length() && bytes / 1024 >= divisor) {
      divisor *= 1024;
      unit++;
    }
    long whole = bytes / divisor;
    long fraction = unit == 0 ? 0 : (10 * (bytes % divisor / (divisor / 1024)) + 512) / 1024;
    if (fraction >= 10) {
      whole++;
      fraction = 0;
    }
    if (unit == 0 || whole >= 100) {
      return whole + (fraction >= 5 ? 1 : 0) + UNITS.substring(unit, unit + 1);
    }
    return whole + "." + fraction + UNITS.charAt(unit);
  }

  /** Six columns: " 6 ", " 98MB". */
  static String size(long bytes) {
    int unit = 0;
    long n = bytes;
    while (n >= 10000 && unit + 1 < SHORT_UNITS.length()) {
      n = (n + 512) / 1024;
      unit++;
    }
    return right(Long.toString(n), 4) + SHORT_UNITS.charAt(unit) + (unit == 0 ? ' ' : 'B');
  }

  /** Seven columns, of a number of bytes in a second: " 0.0KB", " 47.8MB". */
  static String rate(long bytes) {
    int unit = 0;
    long n = Math.min(bytes, Long.MAX_VALUE / 100) * 100;
    while (unit == 0 || (n >= 100_000 && unit + 1 < SHORT_UNITS.length())) {
      n = (n + 512) / 1024;
      unit++;
    }
    String digits = n / 100 + "." + (n + 5) / 10 % 10;
    return right(digits, 5) + SHORT_UNITS.charAt(unit) + 'B';
  }

  public static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
