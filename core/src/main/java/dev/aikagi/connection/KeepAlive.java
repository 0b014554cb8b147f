package dev.aikagi.connection;

import java.time.Duration;

/**
 * When nothing came from the peer for an interval, it is asked for a sign of life; after count
 * questions without any answer the connection ends.
 *
 * @param interval of silence (ServerAliveInterval, ClientAliveInterval); zero switches it off
 * @param count of questions (ServerAliveCountMax, ClientAliveCountMax); 0 switches it off
 */
public record KeepAlive(Duration interval, int count) {
  /** A dead peer is noticed when something is sent to it, and then late. */
  public static final KeepAlive OFF = new KeepAlive(Duration.ZERO, 0);

  /** A dead peer is noticed within a minute; the drop-in tools use OpenSSH's defaults instead. */
  public static final KeepAlive DEFAULT = new KeepAlive(Duration.ofSeconds(15), 3);

  public KeepAlive {
    if (interval.isNegative() || count < 0) {
      throw new IllegalArgumentException("keep-alive every " + interval + ", " + count + " times");
    }
  }

  boolean isOff() {
    return interval.isZero() || count == 0;
  }
}
