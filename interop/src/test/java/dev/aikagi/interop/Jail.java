package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder with a shell and nothing else, to be the root of a session. Not below /tmp: nobody but
 * root may write to any folder on the way.
 */
record Jail(Path folder) implements AutoCloseable {
  private static final Path PARENT = Path.of("/run");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  static Jail make() throws Exception {
    Assumptions.assumeTrue(Accounts.isRoot(), "a session with a root of its own needs root");
    Path folder = Files.createTempDirectory(PARENT, "aikagi-jail");
    Jail jail = new Jail(folder);
    Command.of("chmod", "755", folder.toString()).run().expectSuccess();
    for (String name : List.of("bin", "home", "lib", "lib64")) {
      Files.createDirectory(folder.resolve(name));
    }
    jail.copy(Path.of("/bin/sh"));
    Matcher libraries = LIBRARY.matcher(Command.of("ldd", "/bin/sh").run().text());
    while (libraries.find()) {
      jail.copy(Path.of(libraries.group(1)));
    }
    return jail;
  }

  private void copy(Path file) throws IOException {
    Path to = folder.resolve(file.toString().substring(1));
    Files.createDirectories(to.getParent());
    Files.copy(file.toRealPath(), to);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
