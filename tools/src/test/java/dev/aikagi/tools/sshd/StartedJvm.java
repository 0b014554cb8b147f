package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Spawn;
import dev.aikagi.posix.ThisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Session processes of the classes under test, and which were started. */
final class StartedJvm implements SessionProcess.Launch {
  private final List<String> program;

  /** In their order. */
  final List<ChildProcess> children = new CopyOnWriteArrayList<>();

  /** A main class and its arguments. */
  StartedJvm(String... program) {
    this.program = List.of(program);
  }

  /** The folder or archive that a class comes from, whether on the class path or in a module. */
  private static String place(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource(name)).toString();
    return url.substring(url.indexOf('/'), url.lastIndexOf(name)).replaceFirst("!$", "");
  }

  /** A runtime with the classes under test, and then these. */
  static List<String> words(List<String> program) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // What this process was given first: classes that take the place of others come before them.
    String path =
        Stream.concat(
                Stream.of(System.getProperty("java.class.path", "")),
                Stream.of(StartedJvm.class, SessionProcess.class, Spawn.class, Bytes.class)
                    .map(StartedJvm::place))
            .filter(part -> !part.isEmpty())
            .distinct()
            .collect(Collectors.joining(":"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path));
    arguments.addAll(program);
    return arguments;
  }

  @Override
  public ChildProcess launch(LocalSocket otherEnd) throws IOException {
    List<String> words = words(program);
    ChildProcess child =
        Spawn.of(words.getFirst(), words, System.getenv())
            .in(Path.of("/"))
            .openFiles(ThisProcess.openFilesLimit())
            .onSocket(otherEnd, true);
    children.add(child);
    return child;
  }
}
