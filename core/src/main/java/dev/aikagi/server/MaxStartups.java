package dev.aikagi.server;

/**
 * How many connections may be unauthenticated at once: from begin on, a share of rate percent of
 * new ones is turned away, growing to all at full; perSource counts one source address.
 */
public record MaxStartups(int begin, int rate, int full, int perSource) {
  /** As OpenSSH, and 20 for each source. */
  public static final MaxStartups DEFAULT = new MaxStartups(10, 30, 100, 20);

  public MaxStartups {
    if (begin < 1 || full < begin || rate < 1 || rate > 100 || perSource < 1) {
      throw new IllegalArgumentException(
          "MaxStartups " + begin + ":" + rate + ":" + full + ", " + perSource + " for a source");
    }
  }

  /** The chance in percent that a new connection is turned away when so many are pending. */
  int dropPercent(int pending) {
    if (pending < begin) {
      return 0;
    }
    if (pending >= full || rate == 100) {
      return 100;
    }
    return rate + (100 - rate) * (pending - begin) / (full - begin);
  }
}
