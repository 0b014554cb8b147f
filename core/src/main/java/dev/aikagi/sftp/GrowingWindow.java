package dev.aikagi.sftp;

import java.util.function.DoubleToIntFunction;

/**
 * How many requests are in flight. It begins with few and is doubled after each round (as many
 * answers as it has places) that brought more per second than the best round before; so it stops at
 * what the path and the server can use. Not thread-safe.
 */
final class GrowingWindow {
  /** What a round must bring more to be called more: less is noise. */
  private static final double BETTER = 1.05;

  private final DoubleToIntFunction most;
  private int places;
  private long roundStart;
  private int roundAnswers;
  private long roundUnits;
  private double best;

  /**
   * @param most places that are allowed, by the units (bytes, files) per second of the best round
   */
  GrowingWindow(int first, DoubleToIntFunction most, long now) {
    this.most = most;
    this.places = Math.max(1, Math.min(first, most.applyAsInt(0)));
    this.roundStart = now;
  }

  int places() {
    return places;
  }

  /** An answer came. */
  void answered(long units, long now) {
    roundUnits += units;
    if (++roundAnswers < places) {
      return;
    }
    double rate = roundUnits * 1e9 / Math.max(1, now - roundStart);
    if (rate > best * BETTER) {
      best = rate;
      places = Math.max(places, Math.min(places * 2, most.applyAsInt(best)));
    }
    roundStart = now;
    roundAnswers = 0;
    roundUnits = 0;
  }
}
