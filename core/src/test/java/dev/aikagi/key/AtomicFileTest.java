package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static List<String> names(Path dir) throws IOException {
    try (var files = Files.list(dir)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @Tag("C7")
  void aSecretHasItsModeWhateverWasThereBefore(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("id");
    AtomicFile.write(file, new byte[] {1}, AtomicFile.OWNER_ONLY);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    AtomicFile.write(file, new byte[] {2}, AtomicFile.OWNER_ONLY);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertArrayEquals(new byte[] {2}, Files.readAllBytes(file));
    assertEquals(List.of("id"), names(dir));
  }

  /** A handle opened on the old file before sees old bytes only: it never was truncated. */
  @Test
  @Tag("C7")
  void theOldContentIsWholeUntilTheNewOneIs(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("id");
    Files.write(file, new byte[] {1, 2, 3});
    try (var old = Files.newInputStream(file)) {
      AtomicFile.write(file, new byte[] {4}, AtomicFile.OWNER_ONLY);
      assertArrayEquals(new byte[] {1, 2, 3}, old.readAllBytes());
    }
  }

  @Test
  void aFailureLeavesEverythingAsItWas(@TempDir Path dir) throws Exception {
    Path directory = Files.createDirectory(dir.resolve("d"));
    Path missing = dir.resolve("missing/id");
    assertThrows(
        IOException.class, () -> AtomicFile.write(missing, new byte[1], AtomicFile.OWNER_ONLY));
    assertThrows(
        IOException.class, () -> AtomicFile.write(directory, new byte[1], AtomicFile.OWNER_ONLY));
    assertEquals(List.of("d"), names(dir));
  }

  @Test
  void aSymbolicLinkStays(@TempDir Path dir) throws Exception {
    Path real = dir.resolve("real");
    Files.write(real, new byte[] {1});
    Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("real"));
    AtomicFile.write(link, new byte[] {2}, AtomicFile.OWNER_ONLY);
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(new byte[] {2}, Files.readAllBytes(real));
  }

  /** The file gets its name once, complete: the name is never seen being created and filled. */
  @Test
  @Tag("C7")
  void theNameAppearsByRenaming(@TempDir Path dir) throws Exception {
    try (var watch = dir.getFileSystem().newWatchService()) {
      dir.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      AtomicFile.write(dir.resolve("id"), new byte[] {1}, AtomicFile.OWNER_ONLY);
      List<String> modified = new java.util.ArrayList<>();
      boolean seen = false;
      while (!seen) {
        var key = watch.poll(20, TimeUnit.SECONDS);
        assertTrue(key != null, "no event");
        for (var event : key.pollEvents()) {
          String name = String.valueOf(event.context());
          if (event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY)) {
            modified.add(name);
          }
          seen |= event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE) && name.equals("id");
        }
        key.reset();
      }
      assertTrue(!modified.contains("id"), modified.toString());
    }
  }

  /** What the process below does. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      AtomicFile.write(Path.of(args[0]), new byte[] {1}, AtomicFile.OWNER_ONLY);
    }
  }

  /** The build's class path lacks what is on its module path. */
  private static String classPath() {
    return System.getProperty("java.class.path") + ":target/classes:target/test-classes";
  }

  private static List<String> run(Path dir, String before) throws Exception {
    Path output = dir.resolve("output");
    String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 0; exec " + before + " \"$@\"",
                "sh",
                program,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                Writer.class.getName(),
                dir.resolve("id").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    assertEquals(0, process.exitValue(), Files.readString(output));
    return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
  }

  /** With a umask that takes nothing away. */
  @Test
  @Tag("C7")
  void theModeDoesNotDependOnTheUmask(@TempDir Path dir) throws Exception {
    var _ = run(dir, "");
    Path file = dir.resolve("id");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  /** CVE-2022-24302: a file that is made first and restricted afterwards. */
  @Test
  @Tag("C7")
  void noWiderModeIsEverThere(@TempDir Path dir) throws Exception {
    try {
      Process strace = new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true").start();
      assumeTrue(strace.waitFor() == 0, "strace may not trace here");
    } catch (IOException e) {
      assumeTrue(false, "strace is not installed");
    }
    Path trace = dir.resolve("trace");
    var _ =
        run(
            dir,
            "strace -f -qq -e"
                + " trace=open,openat,creat,chmod,fchmod,fchmodat,rename,renameat,renameat2 -s 4096"
                + " -o "
                + trace);
    List<String> calls =
        Files.readAllLines(trace, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.contains(dir + "/id") || line.contains("fchmod("))
            .toList();
    List<String> making = calls.stream().filter(line -> line.contains("O_CREAT")).toList();
    assertEquals(1, making.size(), calls.toString());
    assertTrue(
        making.getFirst().contains("O_EXCL") && making.getFirst().contains(", 0600)"),
        making.toString());
    assertTrue(calls.stream().noneMatch(line -> line.contains("chmod")), calls.toString());
    assertTrue(calls.stream().anyMatch(line -> line.contains("rename")), calls.toString());
  }
}
