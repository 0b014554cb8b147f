package dev.aikagi.sftp;

/**
 * How many requests are in flight. It begins with few and is doubled after each round (as many
 * answers as it has places) that brought more per second than the best round before; so it stops at
 * what the path and the server can use. Not thread-safe.
 */
final class GrowingWindow {
  /** What a round must bring more to be called more: less is noise. */
  private static final double BETTER = 1.05;

  private final int most;
  private int places;
  private long roundStart;
  private int roundAnswers;
  private long roundUnits;
  private double best;

  GrowingWindow(int first, int most, long now) {
    this.most = Math.max(1, most);
    this.places = Math.min(first, this.most);
    this.roundStart = now;
  }

  int places() {
    return places;
  }

  /** Units (bytes, files) per second of the best round. */
  double best() {
    return best;
  }

  void answered(long units, long now) {
    answered(units, now, most);
  }

  /**
   * An answer came.
   *
   * @param limit as many places as are allowed now
   */
  void answered(long units, long now, int limit) {
    roundUnits += units;
    if (++roundAnswers < places) {
      return;
    }
    double rate = roundUnits * 1e9 / Math.max(1, now - roundStart);
    if (rate > best * BETTER) {
      places = Math.min(places * 2, Math.max(places, limit));
    }
    best = Math.max(best, rate);
    roundStart = now;
    roundAnswers = 0;
    roundUnits = 0;
  }
}
