package dev.aikagi.key;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * When a certificate is valid: from the first moment on, and no longer at the second.
 *
 * @param after unsigned seconds since 1970; 0 for always
 * @param before unsigned seconds since 1970; all ones for ever
 */
public record Validity(long after, long before) {
  private static final long ALWAYS = 0;
  private static final long FOREVER = -1;

  /** Without an end and without a beginning. */
  public static final Validity UNLIMITED = new Validity(ALWAYS, FOREVER);

  /** Apart, since it takes longer to load than a certificate to be checked. */
  private static final class Text {
    static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("u-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** A day before the last that the JDK knows, since local time may be ahead. */
    static final long LAST = LocalDateTime.MAX.minusDays(1).toEpochSecond(ZoneOffset.UTC);
  }

  /**
   * Whole seconds, from the first moment on until before the second.
   *
   * @throws IllegalArgumentException for a moment before 1970
   */
  public static Validity between(Instant after, Instant before) {
    if (after.getEpochSecond() < 0 || before.getEpochSecond() < 0) {
      throw new IllegalArgumentException("before 1970");
    }
    return new Validity(after.getEpochSecond(), before.getEpochSecond());
  }

  /** Whether there is a moment at which it is valid. */
  public boolean possible() {
    return Long.compareUnsigned(after, before) < 0;
  }

  public boolean begun(Instant now) {
    // A clock before 1970 is wrong, and as an unsigned number it would be late.
    return now.getEpochSecond() >= 0 && Long.compareUnsigned(now.getEpochSecond(), after) >= 0;
  }

  public boolean over(Instant now) {
    return Long.compareUnsigned(Math.max(0, now.getEpochSecond()), before) >= 0;
  }

  /** As OpenSSH's tools write it, in local time. */
  public String text(ZoneId local) {
    Optional<String> begin = begin(local);
    Optional<String> end = end(local);
    if (begin.isPresent() && end.isPresent()) {
      return "from " + begin.get() + " to " + end.get();
    }
    return begin.map(b -> "after " + b).or(() -> end.map(e -> "before " + e)).orElse("forever");
  }

  /** The first moment, in local time; empty for always. */
  public Optional<String> begin(ZoneId local) {
    return after == ALWAYS ? Optional.empty() : Optional.of(time(after, local));
  }

  /** The moment that it ends at, in local time; empty for never. */
  public Optional<String> end(ZoneId local) {
    return before == FOREVER ? Optional.empty() : Optional.of(time(before, local));
  }

  private static String time(long seconds, ZoneId local) {
    // Later than any year that can be written is as good as the last of them.
    long shown = Long.compareUnsigned(seconds, Text.LAST) > 0 ? Text.LAST : seconds;
    return Text.TIME.format(Instant.ofEpochSecond(shown).atZone(local));
  }
}
