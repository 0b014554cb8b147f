package dev.aikagi.key;

/**
 * A number as strtoull(3) reads it where a base is not given: blanks, a sign, 0x for hexadecimal
 * and 0 for octal. Whoever writes what ssh-keygen -k reads may have written it so.
 *
 * @param value unsigned; a minus sign counts down from 2^64
 * @param end index of the first character that does not belong to it; where no digit is there, of
 *     the first of all
 * @param overflow it has more than 64 bits
 */
record UnsignedNumber(long value, int end, boolean overflow) {
  static UnsignedNumber read(String text) {
    int at = 0;
    while (at < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean negative = text.startsWith("-", at);
    if (negative || text.startsWith("+", at)) {
      at++;
    }
    int base = 10;
    if (text.startsWith("0", at)) {
      boolean hex = at + 2 < text.length() && isHex(text.substring(at + 1, at + 3));
      base = hex ? 16 : 8;
      at += hex ? 2 : 0;
    }
    return digits(text, at, base, negative);
  }

  private static boolean isHex(String prefixAndDigit) {
    return (prefixAndDigit.charAt(0) == 'x' || prefixAndDigit.charAt(0) == 'X')
        && digit(prefixAndDigit.charAt(1), 16) >= 0;
  }

  private static UnsignedNumber digits(String text, int from, int base, boolean minus) {
    long value = 0;
    boolean overflow = false;
    int at = from;
    while (at < text.length() && digit(text.charAt(at), base) >= 0) {
      int digit = digit(text.charAt(at), base);
      overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, base)) > 0;
      value = value * base + digit;
      at++;
    }
    return at == from
        ? new UnsignedNumber(0, 0, false)
        : new UnsignedNumber(minus ? -value : value, at, overflow);
  }

  /** Of ASCII only. */
  private static int digit(char c, int base) {
    return c < 128 ? Character.digit(c, base) : -1;
  }
}
