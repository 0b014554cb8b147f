package dev.aikagi.tools.files;

import dev.aikagi.tools.CellWidth;

/**
 * Names as they are shown: what is printable UTF-8 stays, every other byte becomes \ooo, as vis(3)
 * writes it. A server chooses its names, and a name must neither move the cursor nor look like
 * another line or another name (CVE-2019-6109, CVE-2019-6110).
 */
public final class Shown {
  private Shown() {}

  public static String of(String octets) {
    StringBuilder out = new StringBuilder(octets.length());
    for (int at = 0; at < octets.length(); ) {
      int length = printable(octets, at);
      if (length > 0) {
        out.appendCodePoint(codePoint(octets, at, length));
        at += length;
      } else {
        escape(out, octets.charAt(at++));
      }
    }
    return out.toString();
  }

  /** How many octets the printable character has that begins here; 0 if there is none. */
  public static int printable(String octets, int at) {
    int length = sequence(octets, at);
    int point = length == 0 ? -1 : codePoint(octets, at, length);
    return point >= 0 && isPrintable(point) ? length : 0;
  }

  /** Whether from here to the end there is the start of a character and no more. */
  public static boolean isCut(String octets, int at) {
    for (int i = at + 1; i < octets.length(); i++) {
      if ((octets.charAt(i) & 0xc0) != 0x80) {
        return false;
      }
    }
    return octets.charAt(at) >= 0xc2 && octets.length() - at < length(octets.charAt(at));
  }

  /** In how many columns a terminal shows what {@link #of} made. */
  public static int width(String shown) {
    int width = 0;
    for (int at = 0; at < shown.length(); ) {
      int point = shown.codePointAt(at);
      width += CellWidth.of(point);
      at += Character.charCount(point);
    }
    return width;
  }

  /** The start of it that fits into so many columns. */
  public static String cut(String shown, int columns) {
    int width = 0;
    int at = 0;
    while (at < shown.length()) {
      int point = shown.codePointAt(at);
      width += CellWidth.of(point);
      if (width > columns) {
        break;
      }
      at += Character.charCount(point);
    }
    return shown.substring(0, at);
  }

  /** With blanks behind it up to so many columns. */
  public static String padded(String shown, int columns) {
    return shown + " ".repeat(Math.max(0, columns - width(shown)));
  }

  private static void escape(StringBuilder out, char octet) {
    out.append('\\')
        .append((char) ('0' + (octet >> 6)))
        .append((char) ('0' + (octet >> 3 & 7)))
        .append((char) ('0' + (octet & 7)));
  }

  /** The length of the UTF-8 sequence that begins here, 0 if none does. */
  private static int sequence(String octets, int at) {
    int length = length(octets.charAt(at));
    if (at + length > octets.length()) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((octets.charAt(at + i) & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** By its first octet; 0 for one that begins none. */
  private static int length(char first) {
    return first < 0x80
        ? 1
        : first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }

  /** -1 where it could have been written shorter, or is none of Unicode's. */
  private static int codePoint(String octets, int at, int length) {
    int first = octets.charAt(at);
    if (length == 1) {
      return first;
    }
    int point = first & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      point = (point << 6) | (octets.charAt(at + i) & 0x3f);
    }
    int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    boolean sound = point >= least && point <= Character.MAX_CODE_POINT;
    return sound && (point < 0xd800 || point > 0xdfff) ? point : -1;
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      // FORMAT holds the bidirectional overrides, which reorder what a person reads.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
