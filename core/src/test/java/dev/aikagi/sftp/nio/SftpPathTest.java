package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.sftp.NioServedFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Paths beside those of the JDK for Unix. */
@Timeout(60)
class SftpPathTest {
  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void open() throws IOException {
    served = Served.of(new NioServedFiles(folder));
  }

  @AfterEach
  void close() throws IOException {
    served.close();
  }

  /** All of up to three names, with and without slashes before, between and behind. */
  private static List<String> texts() {
    List<String> names = List.of("", "a", "b", ".", "..", "合鍵");
    TreeSet<String> texts = new TreeSet<>();
    for (String one : names) {
      for (String two : names) {
        texts.add(one + "/" + two);
        texts.add("/" + one + "//" + two + "/");
        for (String three : List.of("a", "..")) {
          texts.add(one + "/" + two + "/" + three);
          texts.add("//" + one + "/" + two + "/" + three);
        }
      }
      texts.add(one);
    }
    return List.copyOf(texts);
  }

  /** What comes out, as text, or the class of what is thrown. */
  private static String said(Path path, Function<Path, @Nullable Object> question) {
    try {
      return String.valueOf(question.apply(path));
    } catch (IllegalArgumentException e) {
      return e.getClass().getName();
    }
  }

  private void same(String text, Function<Path, @Nullable Object> question, String about) {
    assertEquals(said(Path.of(text), question), said(served.path(text), question), about + text);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void oneByOneTheyAreAsTheDefaultOnes() {
    for (String text : texts()) {
      same(text, p -> p, "toString of ");
      same(text, Path::isAbsolute, "isAbsolute of ");
      same(text, Path::getNameCount, "getNameCount of ");
      same(text, Path::getFileName, "getFileName of ");
      same(text, Path::getParent, "getParent of ");
      same(text, Path::getRoot, "getRoot of ");
      same(text, Path::normalize, "normalize of ");
      same(
          text,
          p -> {
            List<String> names = new ArrayList<>();
            p.forEach(name -> names.add(name.toString()));
            return names;
          },
          "names of ");
      for (int i = -1; i < 5; i++) {
        int from = i;
        same(text, p -> p.getName(from), "getName " + i + " of ");
        for (int j = -1; j < 6; j++) {
          int to = j;
          same(text, p -> p.subpath(from, to), "subpath " + i + " " + j + " of ");
        }
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void twoByTwoTheyAreAsTheDefaultOnes() {
    for (String text : texts()) {
      for (String second : texts()) {
        Function<Path, Path> other = p -> p.getFileSystem().getPath(second);
        same(text, p -> p.resolve(other.apply(p)), "resolve " + second + " on ");
        same(text, p -> p.resolve(second), "resolve " + second + " on ");
        same(text, p -> p.resolveSibling(other.apply(p)), "resolveSibling " + second + " on ");
        same(text, p -> p.relativize(other.apply(p)), "relativize " + second + " on ");
        same(text, p -> p.startsWith(other.apply(p)), "startsWith " + second + " on ");
        same(text, p -> p.endsWith(other.apply(p)), "endsWith " + second + " on ");
        same(text, p -> p.equals(other.apply(p)), "equals " + second + " on ");
        same(
            text, p -> Integer.signum(p.compareTo(other.apply(p))), "compareTo " + second + " on ");
        same(text, p -> p.getFileSystem().getPath(text, second, "", "x"), "getPath " + second);
      }
    }
  }

  @Test
  void relativeOnesBeginAtTheStartFolder() {
    assertEquals("/a", served.path("a").toAbsolutePath().toString());
    assertEquals("/", served.path("").toAbsolutePath().toString());
    assertEquals(
        "sftp://hoge@example.org:2222/a%20b/%E5%90%88", served.path("a b/合").toUri().toString());
  }

  @Test
  void namesAreAnyBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] name = new byte[1 + random.nextInt(6)];
      for (int j = 0; j < name.length; j++) {
        // Many that begin or go on a sequence of UTF-8.
        name[j] = (byte) (random.nextInt(4) == 0 ? 'a' : 0x80 | random.nextInt(128));
      }
      SftpPath path = served.files().path(Bytes.of(name));
      assertEquals(Bytes.of(name), path.bytes());
      assertEquals(path, served.path(path.toString()));
      assertEquals(path.toAbsolutePath().bytes(), Bytes.of(ServerUri.path(path.toUri())));
    }
    assertEquals(
        "caf\udce9",
        served.files().path(Bytes.of(new byte[] {'c', 'a', 'f', (byte) 0xe9})).toString());
    assertEquals("\ud83d\udd11", served.path("\ud83d\udd11").toString());
  }

  @Test
  void whatIsNoName() {
    for (String text : List.of("a\0b", "\ud83d", "a\ud83dx", "\udd11", "\udc7f")) {
      assertThrows(InvalidPathException.class, () -> served.path(text));
    }
    assertThrows(IllegalArgumentException.class, () -> served.files().path(Bytes.of(new byte[1])));
  }

  @Test
  void othersArePathsOfOthers() throws IOException {
    Path foreign = Path.of("a");
    SftpPath own = served.path("a");
    assertThrows(ProviderMismatchException.class, () -> own.resolve(foreign));
    assertThrows(ProviderMismatchException.class, () -> own.relativize(foreign));
    assertFalse(own.startsWith(foreign) || own.endsWith(foreign));
    assertThrows(ClassCastException.class, () -> own.compareTo(foreign));
    assertThrows(UnsupportedOperationException.class, own::toFile);
    try (Served second = Served.of(new NioServedFiles(folder))) {
      assertNotEquals(own, second.path("a"));
      assertFalse(own.startsWith(second.path("a")) || own.endsWith(second.path("a")));
      assertEquals("a/b", own.resolve(second.path("b")).toString());
      assertThrows(IllegalArgumentException.class, () -> own.relativize(second.path("a/b")));
    }
    assertTrue(own.startsWith("a") && own.endsWith("a"));
  }
}
