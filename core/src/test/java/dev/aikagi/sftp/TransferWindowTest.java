package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransferWindowTest {
  private static final int BLOCK = 255 * 1024;
  private static final long MILLISECOND = 1_000_000;

  /** Answers rounds over a path of this bandwidth and delay, and says how large it became. */
  private static int places(int block, int maxRequests, double bytesPerSecond, long delay) {
    long now = 0;
    TransferWindow window = new TransferWindow(block, maxRequests, Long.MAX_VALUE, now);
    for (int round = 0; round < 30; round++) {
      int places = window.places();
      long sent = now;
      long transmission = (long) (block * 1e9 / bytesPerSecond);
      // All are sent at once; the first comes after the delay, the others behind it.
      long last = sent + Math.max(delay + transmission, places * transmission);
      for (int i = 0; i < places; i++) {
        long at = Math.min(last, sent + delay + (i + 1) * transmission);
        window.answered(block, sent, at);
      }
      now = last;
    }
    return window.places();
  }

  @Test
  void itBeginsWithFew() {
    assertEquals(4, window(64, Long.MAX_VALUE).places());
    assertEquals(4, window(64, 19 * MILLISECOND).places());
    assertEquals(1, window(1, Long.MAX_VALUE).places());
  }

  @Test
  void onALongWayItBeginsWithMore() {
    assertEquals(16, window(64, 20 * MILLISECOND).places());
    assertEquals(2, window(2, 20 * MILLISECOND).places());
  }

  private static TransferWindow window(int maxRequests, long roundTrip) {
    return new TransferWindow(BLOCK, maxRequests, roundTrip, 0);
  }

  @Test
  void aShortPathNeedsLittle() {
    assertTrue(places(BLOCK, 64, 1e9, 50_000) <= 8);
  }

  @Test
  void usuallyItStaysBelow64RequestsAnd16MiB() {
    assertTrue(places(BLOCK, 64, 1e9, 5 * MILLISECOND) <= (16 << 20) / BLOCK);
    assertTrue(places(32 * 1024, 64, 1e8, 5 * MILLISECOND) <= 64);
  }

  @Test
  void aLongPathGetsMore() {
    int large = places(BLOCK, 64, 125e6, 200 * MILLISECOND);
    assertTrue(large > (16 << 20) / BLOCK, large + " places");
    assertTrue((long) large * BLOCK <= 64L << 20, large + " places");
    int small = places(32 * 1024, 64, 125e6, 100 * MILLISECOND);
    assertTrue(small > 256, small + " places");
    assertTrue(small <= 1024, small + " places");
  }

  @Test
  void nothingIsGainedByMoreThanThePathHolds() {
    // 1 MB/s and 20 ms: 20 kB are on the way.
    assertTrue(places(32 * 1024, 64, 1e6, 20 * MILLISECOND) <= 8);
  }
}
