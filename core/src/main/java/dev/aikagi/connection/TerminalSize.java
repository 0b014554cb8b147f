package dev.aikagi.connection;

/**
 * Size of a terminal in characters and in pixels, 0 where unknown; each a uint32 (RFC 4254 section
 * 6.2).
 */
public record TerminalSize(long columns, long rows, long widthPixels, long heightPixels) {
  public TerminalSize {
    uint32(columns);
    uint32(rows);
    uint32(widthPixels);
    uint32(heightPixels);
  }

  /** In characters; the pixels are not known. */
  public static TerminalSize of(long columns, long rows) {
    return new TerminalSize(columns, rows, 0, 0);
  }

  private static void uint32(long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException("not a uint32: " + value);
    }
  }
}
