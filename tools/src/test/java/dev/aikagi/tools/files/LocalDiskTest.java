package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.DirectoryEntry;
import dev.aikagi.sftp.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
  @TempDir private Path dir;

  /** Names are read many at once: one that is gone by its turn is still said, and the rest too. */
  @Test
  void aNameThatIsGoneDoesNotEndItsFolder() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(Files.writeString(dir.resolve("f" + i), "x"));
    }
    int known = 0;
    int all = 0;
    try (LocalFiles.Listing listing = new LocalDisk().list(Bytes.utf8(dir.toString()))) {
      for (Optional<DirectoryEntry> entry = listing.next();
          entry.isPresent();
          entry = listing.next()) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        all++;
        known += entry.get().attributes().permissions().isPresent() ? 1 : 0;
      }
    }
    assertEquals(20, all);
    assertEquals(1, known);
  }
}
