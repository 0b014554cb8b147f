package dev.aikagi.guards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sources of the project, found by the names that the tables use. */
final class Sources {
  /** The tests and the check run in the folder of their module. */
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> MODULES = List.of("core", "posix", "tools", "interop");

  private Sources() {}

  static Path mainFile(String type) {
    return find(type, "src/main/java");
  }

  static Path testFile(String type) {
    return find(type, "src/test/java");
  }

  /** The folder of the module that a file belongs to. */
  static Path moduleOf(Path file) {
    return PROJECT.resolve(PROJECT.relativize(file).getName(0));
  }

  private static Path find(String type, String folder) {
    String outermost = type.replaceFirst("\\$.*", "");
    String name = "dev/aikagi/" + outermost.replace('.', '/') + ".java";
    for (String module : MODULES) {
      Path file = PROJECT.resolve(module).resolve(folder).resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new TableException("no class " + type + " below " + folder);
  }

  /** The sources after a guard's changes, by file. */
  static Map<Path, String> changed(Guard guard) throws IOException {
    Map<Path, String> changed = new TreeMap<>();
    for (Change change : guard.changes()) {
      Path file = mainFile(change.type());
      String source = changed.containsKey(file) ? changed.get(file) : Files.readString(file);
      changed.put(file, change.applyTo(source));
      if (change.snippet().contains("static final")) {
        addUsers(file, changed);
      }
    }
    return changed;
  }

  /** The compiler copies constants into the classes that use them. */
  private static void addUsers(Path constants, Map<Path, String> changed) throws IOException {
    String name = String.valueOf(constants.getFileName()).replace(".java", ".");
    List<Path> files;
    try (Stream<Path> found = Files.walk(moduleOf(constants).resolve("src/main/java/dev"))) {
      files = found.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      if (source.contains(name)) {
        changed.putIfAbsent(file, source);
      }
    }
  }
}
