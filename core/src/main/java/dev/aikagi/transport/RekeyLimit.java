package dev.aikagi.transport;

import java.time.Duration;

/**
 * When this side asks for new keys, counted per direction since the last ones. Whichever comes
 * first; the peer has limits of its own.
 *
 * @param bytes of packets on the wire
 * @param packets at most 2^31, so that no sequence number comes twice under one key
 * @param time since the last exchange was finished
 */
public record RekeyLimit(long bytes, long packets, Duration time) {
  /** RFC 4344 section 3.1: a sequence number has 32 bits; half of them leaves room to finish. */
  public static final long MAX_PACKETS = 1L << 31;

  /** RFC 4253 section 9: a gigabyte or an hour. */
  public static final RekeyLimit DEFAULT =
      new RekeyLimit(1L << 30, MAX_PACKETS, Duration.ofHours(1));

  /**
   * @throws IllegalArgumentException where one of them is not positive, or too many packets
   */
  public RekeyLimit {
    if (bytes < 1 || packets < 1 || packets > MAX_PACKETS || !time.isPositive()) {
      throw new IllegalArgumentException("rekey limit out of range");
    }
  }

  public RekeyLimit withBytes(long limit) {
    return new RekeyLimit(limit, packets, time);
  }

  public RekeyLimit withTime(Duration limit) {
    return new RekeyLimit(bytes, packets, limit);
  }
}
