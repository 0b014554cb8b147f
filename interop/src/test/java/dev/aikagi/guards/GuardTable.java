package dev.aikagi.guards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the tables below {@code interop/src/test/guards}. A guard is written like this:
 *
 * <pre>
 * guard A7 B8: what it is for
 * in transport.PacketReader
 * - the lines that are the guard, exactly once in that file (white space does not count)
 * + what stands there without it (may be missing)
 * test transport.MitmTest#oneOfItsTests
 * seconds 90
 * </pre>
 *
 * More lines with a minus after a plus, or after another {@code in}, are a second change. Every
 * test named must fail. Lines that begin with {@code #} are comments.
 */
final class GuardTable {
  static final Path FOLDER = Sources.PROJECT.resolve("interop/src/test/guards");
  private static final int SECONDS = 30;

  private final String name;
  private final List<Guard> guards = new ArrayList<>();
  private int line;
  private String begun = "";
  private int begunAt;
  private String type = "";
  private final List<Change> changes = new ArrayList<>();
  private final List<Selection> tests = new ArrayList<>();
  private final List<String> minus = new ArrayList<>();
  private final List<String> plus = new ArrayList<>();
  private int seconds = SECONDS;

  private GuardTable(String name) {
    this.name = name;
  }

  static List<Guard> all() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".guards")).sorted().toList();
    }
    List<Guard> guards = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName()).replace(".guards", "");
      guards.addAll(parse(name, Files.readAllLines(file)));
    }
    return guards;
  }

  static List<Guard> parse(String name, List<String> lines) {
    GuardTable table = new GuardTable(name);
    lines.forEach(table::read);
    table.endGuard();
    return table.guards;
  }

  private void read(String text) {
    line++;
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    switch (word) {
      case "guard" -> {
        endGuard();
        begun = rest;
        begunAt = line;
      }
      case "in" -> {
        endChange();
        type = rest.strip();
      }
      case "-" -> {
        if (!plus.isEmpty()) {
          endChange();
        }
        minus.add(rest);
      }
      case "+" -> plus.add(rest);
      case "test" -> tests.add(Selection.parse(rest.strip()));
      case "seconds" -> seconds = Integer.parseInt(rest.strip());
      default -> {
        if (!text.isBlank() && !text.startsWith("#")) {
          throw new TableException(name + ":" + line + " what is this? " + text);
        }
      }
    }
  }

  private void endChange() {
    if (!minus.isEmpty()) {
      changes.add(new Change(type, String.join("\n", minus), String.join("\n", plus)));
    } else if (!plus.isEmpty()) {
      throw new TableException(name + ":" + line + " a replacement of nothing");
    }
    minus.clear();
    plus.clear();
  }

  private void endGuard() {
    endChange();
    if (!begun.isEmpty()) {
      int colon = begun.indexOf(':');
      String place = name + ":" + begunAt;
      if (colon < 1 || type.isEmpty() || changes.isEmpty() || tests.isEmpty()) {
        throw new TableException(place + " needs rows and a colon, 'in', '-' and 'test'");
      }
      List<String> rows = List.of(begun.substring(0, colon).strip().split("[ ,]+"));
      String title = begun.substring(colon + 1).strip();
      guards.add(new Guard(place, rows, title, List.copyOf(changes), List.copyOf(tests), seconds));
    }
    begun = "";
    type = "";
    changes.clear();
    tests.clear();
    seconds = SECONDS;
  }
}
