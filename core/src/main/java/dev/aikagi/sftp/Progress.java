package dev.aikagi.sftp;

import org.jspecify.annotations.Nullable;

/** Tells somebody how far a file is, but not too often. */
final class Progress {
  private static final long INTERVAL = 100_000_000;

  private final @Nullable TransferProgress told;
  private final long total;
  private long toldAt;

  Progress(@Nullable TransferProgress told, long start, long total) {
    this.told = told;
    this.total = total;
    end(start);
  }

  void at(long bytes) {
    if (told != null && System.nanoTime() - toldAt >= INTERVAL) {
      end(bytes);
    }
  }

  void end(long bytes) {
    if (told != null) {
      told.at(bytes, total);
      toldAt = System.nanoTime();
    }
  }
}
