package dev.aikagi.tools.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks round where keys lie. */
final class KeyFolder {
  private static final int MAX_FILES = 256;

  private KeyFolder() {}

  /** Some of the files in a folder, sorted; none of one that cannot be looked into. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.limit(MAX_FILES).sorted().toList();
    } catch (IOException e) {
      // Then there is nothing to be meant.
      return List.of();
    }
  }

  static boolean isOf(Path file, long userId) {
    try {
      return Files.getAttribute(file, "unix:uid") instanceof Integer uid
          && Integer.toUnsignedLong(uid) == userId;
    } catch (IOException e) {
      // In a folder that is not ours to look into.
      return false;
    }
  }
}
