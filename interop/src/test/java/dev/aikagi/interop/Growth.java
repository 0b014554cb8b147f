package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until files in one folder have grown, as the kernel tells of each write. */
final class Growth implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final WatchService watch;

  Growth(Path folder) throws IOException {
    this.folder = folder;
    this.watch = folder.getFileSystem().newWatchService();
    folder.register(
        watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** The first of the names that has so many bytes; empty if the process ended before. */
  Optional<String> await(List<String> names, long bytes, Process process) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      // Asked first: what it wrote before its end counts.
      boolean alive = process.isAlive();
      for (String name : names) {
        if (size(folder.resolve(name)) >= bytes) {
          return Optional.of(name);
        }
      }
      if (!alive) {
        return Optional.empty();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(names + " did not grow to " + bytes + " bytes");
      }
      // It wakes for each write; by itself only to see whether the process still writes.
      WatchKey key = watch.poll(1, TimeUnit.SECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
    }
  }

  static long size(Path file) {
    return file.toFile().length();
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
