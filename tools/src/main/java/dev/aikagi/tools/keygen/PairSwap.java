package dev.aikagi.tools.keygen;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Gives the new pair the old one's names. At every moment there is a private key under the usual
 * name, with no public half beside it that belongs to the other one, and no file is ever written
 * over but that name itself, whose content has another name by then.
 */
final class PairSwap {
  static final String NEW = ".new";
  static final String OLD = ".old";
  private static final String PUB = ".pub";
  private static final List<String> SUFFIXES = List.of("", PUB, "-cert.pub");

  /** Each of them as one. */
  interface Steps {
    /** Another name for the same file, which must be free. */
    void name(Path file, Path another) throws IOException;

    void move(Path file, Path to) throws IOException;

    void delete(Path file) throws IOException;
  }

  /** Of the file system. */
  static final Steps DIRECT =
      new Steps() {
        @Override
        public void name(Path file, Path another) throws IOException {
          try {
            Files.createLink(another, file);
          } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(another, LinkOption.NOFOLLOW_LINKS)) {
              throw e;
            }
            // A file system without hard links.
            Files.copy(file, another, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }

        @Override
        public void move(Path file, Path to) throws IOException {
          Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.delete(file);
        }
      };

  private final Path key;
  private final Steps steps;

  PairSwap(Path key, Steps steps) {
    this.key = key;
    this.steps = steps;
  }

  private static Path with(Path key, String suffix) {
    return key.resolveSibling(key.getFileName() + suffix);
  }

  static Path fresh(Path key) {
    return with(key, NEW);
  }

  static Path publicPart(Path key) {
    return with(key, PUB);
  }

  /** Swaps; the name of the old private key. */
  Path run() throws IOException {
    Path old = oldName();
    for (String suffix : SUFFIXES) {
      Path from = with(key, suffix);
      Path to = with(old, suffix);
      if (Files.exists(from, LinkOption.NOFOLLOW_LINKS) && !isSame(from, to)) {
        steps.name(from, to);
      }
    }
    for (String suffix : SUFFIXES.subList(1, SUFFIXES.size())) {
      if (Files.exists(with(key, suffix), LinkOption.NOFOLLOW_LINKS)) {
        steps.delete(with(key, suffix));
      }
    }
    steps.move(fresh(key), key);
    finish();
    return old;
  }

  /** The last step, which a run before may have left. */
  void finish() throws IOException {
    steps.move(publicPart(fresh(key)), publicPart(key));
  }

  /** The first that is free, or that a run before has made already. */
  private Path oldName() throws IOException {
    for (int number = 0; ; number++) {
      Path name = with(key, OLD + (number == 0 ? "" : "." + number));
      boolean free = true;
      for (String suffix : SUFFIXES) {
        free &= !Files.exists(with(name, suffix), LinkOption.NOFOLLOW_LINKS);
      }
      if (free || isSame(key, name)) {
        return name;
      }
    }
  }

  private static boolean isSame(Path file, Path another) throws IOException {
    return Files.exists(another) && Files.exists(file) && Files.isSameFile(file, another);
  }
}
