package dev.aikagi.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers, times and sizes as OpenSSH reads them. */
final class Numbers {
  /** What {@link #time} answers for text that is no time. */
  static final long NO_TIME = -1;

  private Numbers() {}

  /** A decimal number in the range, by strtonum(3)'s rules; otherwise the fault, in its words. */
  static @Nullable String fault(@Nullable String text, int max) {
    if (text == null || text.isEmpty()) {
      return "missing";
    }
    BigInteger value = integer(text);
    if (value == null) {
      return "invalid";
    }
    if (value.signum() < 0) {
      return "too small";
    }
    return value.compareTo(BigInteger.valueOf(max)) > 0 ? "too large" : null;
  }

  /** A number that {@link #fault} found nothing wrong with. */
  static int value(String text) {
    return Integer.parseInt(text.strip());
  }

  private static @Nullable BigInteger integer(String text) {
    String digits = text.stripLeading();
    int start = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    if (start == digits.length() || digits.length() > 64) {
      return null;
    }
    for (int i = start; i < digits.length(); i++) {
      if (!isDigit(digits.charAt(i))) {
        return null;
      }
    }
    return new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Seconds of a time such as 90, 1h30m or 2w; {@link #NO_TIME} for anything else. */
  static long time(String text) {
    long total = 0;
    int i = 0;
    if (text.isEmpty()) {
      return NO_TIME;
    }
    while (i < text.length()) {
      int start = i;
      while (i < text.length() && isDigit(text.charAt(i))) {
        i++;
      }
      if (i == start || i - start > 10) {
        return NO_TIME;
      }
      long number = Long.parseLong(text.substring(start, i));
      long unit = i < text.length() ? unit(text.charAt(i++)) : 1;
      if (unit == 0) {
        return NO_TIME;
      }
      total += number * unit;
      if (total > Integer.MAX_VALUE) {
        return NO_TIME;
      }
    }
    return total;
  }

  private static int unit(char c) {
    return switch (c) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 60 * 60;
      case 'd', 'D' -> 24 * 60 * 60;
      case 'w', 'W' -> 7 * 24 * 60 * 60;
      default -> 0;
    };
  }

  /** Seconds with a fraction, such as 0.5s or 1m30.5s; negative for anything else. */
  static double fractionalTime(String text) {
    double total = 0;
    int i = 0;
    if (text.isEmpty()) {
      return -1;
    }
    while (i < text.length()) {
      int start = i;
      while (i < text.length() && (isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
        i++;
      }
      String number = text.substring(start, i);
      if (number.isEmpty()
          || number.equals(".")
          || number.indexOf('.') != number.lastIndexOf('.')) {
        return -1;
      }
      int unit = i < text.length() ? unit(text.charAt(i++)) : 1;
      if (unit == 0) {
        return -1;
      }
      total += Double.parseDouble(number) * unit;
    }
    return total > Integer.MAX_VALUE ? -1 : total;
  }

  /** Bytes of a size such as 16, 4K or 1.5G. */
  static long size(String text) throws BadValueException {
    String number = text;
    int shift = 0;
    if (!text.isEmpty() && !isDigit(text.charAt(text.length() - 1))) {
      int index = "BKMGTPE".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
      if (index >= 0) {
        shift = 10 * index;
        number = text.substring(0, text.length() - 1);
      }
    }
    if (!isDecimal(number)) {
      throw BadValueException.of("Invalid argument");
    }
    BigDecimal bytes =
        new BigDecimal(number).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw BadValueException.of("Numerical result out of range");
    }
    return bytes.longValue();
  }

  private static boolean isDecimal(String text) {
    int digits = 0;
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits += isDigit(c) ? 1 : 0;
      points += c == '.' ? 1 : 0;
      if (!isDigit(c) && c != '.') {
        return false;
      }
    }
    return digits > 0 && digits <= 32 && points <= 1;
  }

  /** An octal number up to the limit, by strtol(3)'s rules; -1 for anything else. */
  static int octal(String text, int max) {
    int value = 0;
    int i = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '7') {
      value = 8 * value + (text.charAt(i++) - '0');
      if (value > max) {
        return -1;
      }
    }
    return i == 0 ? -1 : value;
  }
}
