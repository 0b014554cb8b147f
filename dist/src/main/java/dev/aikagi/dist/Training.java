package dev.aikagi.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Typical runs of the tools, from which the JDK writes the caches that make them start fast. No
 * cache holds a secret: the keys of these runs are made here and thrown away, and the generator of
 * random numbers is made after the start.
 */
final class Training {
  /** A run that takes longer is stuck; the image then does without that cache. */
  private static final long LIMIT_SECONDS = 60;

  private final Path image;

  Training(Path image) {
    this.image = image;
  }

  void run() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("aikagi-training");
    try {
      for (Launcher launcher : Launcher.ALL) {
        if (launcher.name().equals("ssh-keygen")) {
          record(launcher, work, List.of("help"));
        }
      }
    } finally {
      Image.deleteAll(work);
    }
  }

  private void record(Launcher launcher, Path work, List<String> words)
      throws IOException, InterruptedException {
    Path cache = image.resolve("lib/" + launcher.cache() + ".aot");
    List<String> command = new ArrayList<>(launcher.command(image, cache));
    command.addAll(words);
    Path log = work.resolve(launcher.name() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    if (!Files.exists(cache)) {
      System.err.println(launcher.name() + " will start slowly: no start-up cache was made");
      System.err.print(Files.readString(log));
    }
  }
}
