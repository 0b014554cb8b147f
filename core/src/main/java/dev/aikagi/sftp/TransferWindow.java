package dev.aikagi.sftp;

/**
 * How many READs or WRITEs of one file are in flight. Usually at most 64 requests and 16 MiB; where
 * the path is so long that twice the product of its bandwidth and its shortest measured round trip
 * is more, as much as that, up to 1,024 requests and 64 MiB. Not thread-safe.
 */
final class TransferWindow {
  private static final int FIRST = 4;

  /** Where a round takes so long, it would take too many of them to fill the path. */
  private static final int FIRST_FAR = 16;

  private static final long FAR = 20_000_000;
  static final long USUAL_BYTES = 16L << 20;
  private static final long MOST_BYTES = 64L << 20;

  /** Leaves room in the table of calls for everybody else. */
  private static final int MOST_REQUESTS = CallTable.CAPACITY - 64;

  private final int blockSize;
  private final int usual;
  private final GrowingWindow window;
  private long roundTrip;

  /**
   * @param maxRequests how many are usual at most
   * @param roundTrip the shortest that was measured before, in nanoseconds; the largest long if
   *     none
   */
  TransferWindow(int blockSize, int maxRequests, long roundTrip, long now) {
    this.blockSize = blockSize;
    this.usual = (int) Math.max(1, Math.min(maxRequests, USUAL_BYTES / blockSize));
    this.roundTrip = roundTrip;
    boolean far = roundTrip >= FAR && roundTrip != Long.MAX_VALUE;
    this.window = new GrowingWindow(far ? FIRST_FAR : FIRST, this::most, now);
  }

  private int most(double bytesPerSecond) {
    // A caller who wants only a few at a time means it.
    if (usual < FIRST || roundTrip == Long.MAX_VALUE) {
      return usual;
    }
    double wanted = Math.min(2 * bytesPerSecond * roundTrip / 1e9, MOST_BYTES) / blockSize;
    return (int) Math.max(usual, Math.min(wanted, MOST_REQUESTS));
  }

  int blockSize() {
    return blockSize;
  }

  int places() {
    return window.places();
  }

  void answered(int bytes, long sentAt, long now) {
    roundTrip = Math.min(roundTrip, Math.max(1, now - sentAt));
    window.answered(bytes, now);
  }
}
