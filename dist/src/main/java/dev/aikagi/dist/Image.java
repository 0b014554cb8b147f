package dev.aikagi.dist;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the image: a runtime that holds our modules, the launchers, the manual pages, and the
 * caches that make the tools start fast. It is built beside its place and put there only when
 * whole.
 */
final class Image {
  /**
   * Our modules and what they need, linked into the runtime: nothing is looked up on a path at
   * start, and the start-up caches stay valid wherever the image is moved.
   */
  private static final List<String> MODULES =
      List.of("dev.aikagi.tools", "org.bouncycastle.provider", "jdk.crypto.ec");

  private final Path sources;
  private final Path image;
  private final Instant began;

  private Image(Path sources, Path image, Instant began) {
    this.sources = sources;
    this.image = image;
    this.began = began;
  }

  /**
   * Takes the folder of the image's own files, the folder to make the image in, and when the build
   * began, before it read any source.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path target = Path.of(args[1]).toAbsolutePath();
    Path next = target.resolveSibling(target.getFileName() + ".next");
    deleteAll(next);
    new Image(Path.of(args[0]), next, Instant.parse(args[2])).build();
    Path previous = target.resolveSibling(target.getFileName() + ".previous");
    deleteAll(previous);
    if (Files.exists(target)) {
      Files.move(target, previous, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    deleteAll(previous);
  }

  private void build() throws IOException, InterruptedException {
    Files.createDirectories(image.resolve("lib"));
    Path runtime = image.resolve("lib/runtime");
    link(runtime);
    ProviderOrder.set(runtime);
    MethodHandles.list(runtime);
    Launcher.writeAll(image);
    copySources();
    Training.run(image);
    stamp();
  }

  /** A source that changed later than this makes the image stale: the script "aikagi" compares. */
  private void stamp() throws IOException {
    Path stamp = Files.createFile(image.resolve("built"));
    Files.setLastModifiedTime(stamp, FileTime.from(began));
  }

  private static void link(Path runtime) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"))
            .run(
                out,
                out,
                "--module-path",
                modulePath(),
                "--add-modules",
                String.join(",", MODULES),
                // Bouncy Castle's jar is signed; its signature cannot survive being linked.
                "--ignore-signing-information",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive",
                "--output",
                runtime.toString());
    if (status != 0) {
      throw new IllegalStateException("jlink failed: " + said);
    }
  }

  /** The jars and the folders with a module that this program was started with. */
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(Image::isModule)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isModule(String entry) {
    return entry.endsWith(".jar") || Files.exists(Path.of(entry, "module-info.class"));
  }

  /** What needs no making: manual pages, the systemd unit, commands that are scripts. */
  private void copySources() throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = image.resolve(sources.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        if (copy.startsWith(image.resolve("bin"))) {
          Files.setPosixFilePermissions(copy, Launcher.PROGRAM);
        }
      }
    }
  }

  static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
