package dev.aikagi.guards;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes of the code without a guard. */
final class Mutant {
  private static final JavaCompiler COMPILER =
      Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());

  private Mutant() {}

  /** Compiles the files that the guard is in, and only those. */
  static Path compile(Guard guard, Path scratch) throws IOException {
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    List<Path> files = new ArrayList<>();
    for (Map.Entry<Path, String> source : Sources.changed(guard).entrySet()) {
      Path folder = Sources.moduleOf(source.getKey()).resolve("src/main/java");
      Path file = scratch.resolve("src").resolve(folder.relativize(source.getKey()));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      files.add(Files.writeString(file, source.getValue()));
    }
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
      boolean compiled =
          COMPILER
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of(
                      "-d",
                      classes.toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-proc:none",
                      "-nowarn"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new TableException("does not compile without it:\n" + messages);
      }
    }
    return classes;
  }
}
