package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts what was done by OpenSSH's tools and by ours and found alike: keys, certificates, lists,
 * signatures, known_hosts and agents. {@code ./verify} shows the sum, and a build machine wants a
 * thousand.
 */
public final class Compared {
  private static final Path FOLDER = Path.of("target/compared");

  private Compared() {}

  /** One case more, after it was compared. */
  public static void one(String subject) throws IOException {
    Files.createDirectories(FOLDER);
    // A byte each: tests in other processes count too.
    Files.writeString(
        FOLDER.resolve(subject), ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
