package dev.aikagi.key;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When a certificate is valid: from the first moment on, and no longer at the second.
 *
 * @param after unsigned seconds since 1970; 0 for always
 * @param before unsigned seconds since 1970; all ones for ever
 */
public record Validity(long after, long before) {
  private static final long ALWAYS = 0;
  private static final long FOREVER = -1;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  public boolean begun(Instant now) {
    // A clock before 1970 is wrong, and as an unsigned number it would be late.
    return now.getEpochSecond() >= 0 && Long.compareUnsigned(now.getEpochSecond(), after) >= 0;
  }

  public boolean over(Instant now) {
    return Long.compareUnsigned(Math.max(0, now.getEpochSecond()), before) >= 0;
  }

  /** As OpenSSH's tools write it, in local time. */
  public String text(ZoneId local) {
    if (after == ALWAYS && before == FOREVER) {
      return "forever";
    }
    if (after == ALWAYS) {
      return "before " + time(before, local);
    }
    if (before == FOREVER) {
      return "after " + time(after, local);
    }
    return "from " + time(after, local) + " to " + time(before, local);
  }

  private static String time(long seconds, ZoneId local) {
    // As OpenSSH, which keeps to what a signed 32-bit time can hold.
    long shown = Long.compareUnsigned(seconds, Integer.MAX_VALUE) > 0 ? Integer.MAX_VALUE : seconds;
    return TIME.format(Instant.ofEpochSecond(shown).atZone(local));
  }
}
