package dev.aikagi.tools.files;

/** The line that shows how far a transfer is, in OpenSSH's form. */
final class ProgressLine {
  /** Columns behind the name: percent, size, rate and time. */
  private static final int FIGURES = 34;

  /** After so many seconds without a byte it is said that nothing moves. */
  private static final int STALLED_SECONDS = 5;

  /** How much of the old rate is in the new one. */
  private static final double INERTIA = 0.9;

  private final String shownName;
  private final long start;
  private final long end;
  private final long startNanos;
  private long lastNanos;
  private long lastPosition;
  private double rate;
  private double stalled;

  /**
   * @param start where it goes on from, in bytes
   * @param end the size of the whole
   */
  ProgressLine(String shownName, long start, long end, long nanos) {
    this.shownName = shownName;
    this.start = start;
    this.end = end;
    this.startNanos = nanos;
    this.lastNanos = nanos;
    this.lastPosition = start;
  }

  /**
   * The line at this moment.
   *
   * @param width columns of the terminal; the last one stays free, so that no terminal wraps
   */
  String at(long position, long nanos, int width) {
    long left = end - position;
    double elapsed = (nanos - (left > 0 ? lastNanos : startNanos)) / 1e9;
    long moved = position - (left > 0 ? lastPosition : start);
    double now = elapsed > 0 ? moved / elapsed : 0;
    rate = rate > 0 && left > 0 ? rate * INERTIA + now * (1 - INERTIA) : now;
    stalled = position == lastPosition && left > 0 ? stalled + elapsed : 0;
    lastNanos = nanos;
    lastPosition = position;
    int percent = end > 0 ? (int) Math.min(100, (double) position / end * 100) : 100;
    String figures =
        " "
            + Scaled.right(Integer.toString(percent), 3)
            + "% "
            + Scaled.size(position)
            + " "
            + Scaled.rate((long) rate)
            + "/s "
            + remaining(left, elapsed);
    int room = width - 1 - FIGURES;
    String name = room > 0 ? Shown.padded(Shown.cut(shownName, room), room) : "";
    return Shown.cut(name + figures, width - 1);
  }

  private String remaining(long left, double elapsed) {
    if (stalled >= STALLED_SECONDS) {
      return "- stalled -";
    }
    if (rate < 1 && left > 0) {
      return "  --:-- ETA";
    }
    long seconds = left > 0 ? (long) (left / rate) : (long) elapsed;
    String minutes = two(seconds / 60 % 60) + ":" + two(seconds % 60);
    String time = seconds >= 3600 ? seconds / 3600 + ":" + minutes : "  " + minutes;
    return time + (left > 0 ? " ETA" : "    ");
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
