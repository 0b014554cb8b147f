package dev.aikagi.fuzz;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.inventory.Inventory;
import dev.aikagi.tools.inventory.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * {@link Inventory}: a folder of keys with one file of any content, under the names that are read
 * differently, which is its own log too. What is printed goes to a terminal.
 */
public final class InventoryTarget {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private static final Path FOLDER = folder();
  private static final List<String> NAMES = List.of("authorized_keys", "id_any", "id_any.pub");

  private InventoryTarget() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("aikagi-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try {
      for (String name : NAMES) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    String name = NAMES.get((data[data.length - 1] & 0xff) % NAMES.size());
    Path file = FOLDER.resolve(name);
    Files.write(file, data);
    try {
      String table = run("-L", file.toString(), FOLDER.toString());
      table.lines().forEach(InventoryTarget::printable);
      run("--json", FOLDER.toString()).lines().forEach(InventoryTarget::printable);
    } finally {
      Files.delete(file);
    }
  }

  private static String run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Surroundings nothing =
        new Surroundings("a", FOLDER, CLOCK, Optional.empty(), List.of(), List.of());
    try {
      int exit = Inventory.run(List.of(words), nothing, print, print);
      Found.check(exit == 0, "exit " + exit);
    } catch (Fatal e) {
      throw new IllegalStateException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void printable(String line) {
    Found.check(
        line.chars().noneMatch(Character::isISOControl), "a line that writes elsewhere: " + line);
  }
}
