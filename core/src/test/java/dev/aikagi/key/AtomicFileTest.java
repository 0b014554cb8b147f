package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
}
