package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares the example in the Javadoc of a class with the lines of the test that run it. */
final class Javadoc {
  private Javadoc() {}

  static void assertSameAs(String type, String test) throws IOException {
    List<String> shown =
        between("main", type, "<pre>{@code", "}</pre>").stream()
            .map(line -> line.strip().substring(1).stripTrailing())
            .map(line -> line.isEmpty() ? "" : line.substring(1))
            .toList();
    List<String> run = between("test", test, "// Javadoc: begin", "// Javadoc: end");
    int indent = run.getFirst().length() - run.getFirst().stripLeading().length();
    assertEquals(run.stream().map(line -> line.substring(indent)).toList(), shown);
  }

  private static List<String> between(String part, String type, String begin, String end)
      throws IOException {
    Path file = Path.of("src", part, "java/dev/aikagi/key", type + ".java");
    List<String> lines = Files.readAllLines(file);
    int from = index(lines, begin);
    return lines.subList(from + 1, from + 1 + index(lines.subList(from + 1, lines.size()), end));
  }

  private static int index(List<String> lines, String text) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError(text);
  }
}
