package dev.aikagi.tools.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSwapTest {
  @TempDir Path home;

  /** Ends before one of the steps. */
  private static final class Ending implements PairSwap.Steps {
    private int left;

    Ending(int left) {
      this.left = left;
    }

    private void step() {
      if (left-- == 0) {
        throw new IllegalStateException("ended");
      }
    }

    @Override
    public void name(Path file, Path another) throws IOException {
      step();
      PairSwap.DIRECT.name(file, another);
    }

    @Override
    public void move(Path file, Path to) throws IOException {
      step();
      PairSwap.DIRECT.move(file, to);
    }

    @Override
    public void delete(Path file) throws IOException {
      step();
      PairSwap.DIRECT.delete(file);
    }
  }

  private Path pair(String folder) throws IOException {
    Path key = Files.createDirectory(home.resolve(folder)).resolve("id");
    Files.writeString(key, "old");
    Files.writeString(key.resolveSibling("id.pub"), "old.pub");
    Files.writeString(key.resolveSibling("id-cert.pub"), "old-cert");
    Files.writeString(key.resolveSibling("id.new"), "new");
    Files.writeString(key.resolveSibling("id.new.pub"), "new.pub");
    return key;
  }

  private static String in(Path key, String suffix) throws IOException {
    return Files.readString(key.resolveSibling(key.getFileName() + suffix));
  }

  private static void isSwapped(Path key) throws IOException {
    assertEquals("new", in(key, ""));
    assertEquals("new.pub", in(key, ".pub"));
    assertEquals("old", in(key, ".old"));
    assertEquals("old.pub", in(key, ".old.pub"));
    assertEquals("old-cert", in(key, ".old-cert.pub"));
    try (Stream<Path> files = Files.list(key.resolveSibling(""))) {
      assertEquals(5, files.count());
    }
  }

  @Test
  void thePairsChangeTheirNames() throws Exception {
    Path key = pair("a");
    assertEquals(key.resolveSibling("id.old"), new PairSwap(key, PairSwap.DIRECT).run());
    isSwapped(key);
  }

  @Test
  void nothingIsWrittenOver() throws Exception {
    Path key = pair("a");
    Files.writeString(key.resolveSibling("id.old"), "precious");
    Files.writeString(key.resolveSibling("id.old.1.pub"), "precious");
    assertEquals(key.resolveSibling("id.old.2"), new PairSwap(key, PairSwap.DIRECT).run());
    assertEquals("precious", in(key, ".old"));
    assertEquals("precious", in(key, ".old.1.pub"));
    assertEquals("old", in(key, ".old.2"));
  }

  /** There is a key under its name, no other's public half beside it, and both keys somewhere. */
  @Test
  @Tag("C7")
  void atEveryMomentThereAreBothKeys() throws Exception {
    int steps = 7;
    for (int end = 0; end < steps; end++) {
      Path key = pair("after" + end);
      int last = end;
      assertThrows(IllegalStateException.class, () -> new PairSwap(key, new Ending(last)).run());
      boolean swapped = in(key, "").equals("new");
      assertEquals(swapped ? "old" : "new", in(key, swapped ? ".old" : ".new"));
      Path pub = key.resolveSibling("id.pub");
      assertTrue(Files.notExists(pub) || Files.readString(pub).startsWith(in(key, "")));
      PairSwap again = new PairSwap(key, PairSwap.DIRECT);
      if (swapped) {
        again.finish();
      } else {
        again.run();
      }
      isSwapped(key);
    }
    Path key = pair("whole");
    new PairSwap(key, new Ending(steps)).run();
    assertFalse(Files.exists(key.resolveSibling("id.new")));
  }
}
