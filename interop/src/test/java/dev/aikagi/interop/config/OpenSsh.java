package dev.aikagi.interop.config;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs OpenSSH's programs, and gives the files that both sides read. */
final class OpenSsh {
  private OpenSsh() {}

  static void assumeInstalled(String program) {
    assumeTrue(Files.isExecutable(Path.of(program)), "OpenSSH's " + program + " is not installed");
  }

  static Dump run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    String messages =
        Files.readString(errors)
            .replace("Pseudo-terminal will not be allocated because stdin is not a terminal.", "")
            .replace("\r", "");
    return Dump.of(status, messages, out.lines().toList());
  }

  /** The cases of a resource, one a line, with \n, \t and \f written out. */
  static List<String> cases(String resource) {
    try (InputStream in = OpenSsh.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(l -> l.replace("\\n", "\n").replace("\\t", "\t").replace("\\f", "\f"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
