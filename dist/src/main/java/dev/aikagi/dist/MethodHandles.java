package dev.aikagi.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the shapes of method handles that the tools use into the runtime's own list, from which the
 * start-up caches take them. What the caches' training saw of them is not recorded (JDK 25), and
 * each start would write, verify and load two dozen classes anew, most of them for the call into
 * the C library.
 */
final class MethodHandles {
  private MethodHandles() {}

  /** Asks ssh, which makes the call into the C library whatever it does. */
  static void list(Path runtime) throws IOException, InterruptedException {
    Process ssh =
        new ProcessBuilder(
                runtime.resolve("bin/java").toString(),
                "-Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true",
                "--enable-native-access=dev.aikagi.posix",
                "-m",
                "dev.aikagi.tools/dev.aikagi.tools.Main",
                "ssh",
                "-F",
                "none",
                "-G",
                "localhost")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> shapes;
    try (Stream<String> said = ssh.inputReader().lines()) {
      shapes = said.filter(line -> line.endsWith(" (fail)")).map(MethodHandles::line).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (ssh.waitFor() != 0 || shapes.isEmpty()) {
      throw new IllegalStateException("ssh -G told of no shapes of method handles");
    }
    Files.write(runtime.resolve("lib/classlist"), shapes, StandardOpenOption.APPEND);
  }

  private static String line(String said) {
    return "@lambda-form-invoker " + said.substring(0, said.length() - " (fail)".length());
  }
}
