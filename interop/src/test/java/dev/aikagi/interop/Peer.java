package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the programs under test are: ours in the image, the others on this machine. */
final class Peer {
  private static final List<String> USUAL =
      List.of(
          "/usr/bin",
          "/usr/sbin",
          "/bin",
          "/sbin",
          // Where distributions put sftp-server.
          "/usr/lib/openssh",
          "/usr/libexec/openssh",
          "/usr/lib/ssh");

  /** A system property that puts another program in the place of one of ours. */
  private static final String OVERRIDE = "interop.";

  private Peer() {}

  /** One of our tools, from the image that the build made. */
  static String ours(String tool) {
    String override = System.getProperty(OVERRIDE + tool);
    if (override != null) {
      return override;
    }
    Path file = Path.of("..", "dist/target/aikagi/bin", tool).toAbsolutePath().normalize();
    Assertions.assertTrue(Files.isExecutable(file), file + " is not there: build dist first");
    return file.toString();
  }

  /** A program of somebody else; without it the test is skipped by name, or fails in CI. */
  static String required(String program) {
    Optional<String> found = find(program);
    if (found.isEmpty()) {
      missing(program);
    }
    return found.orElseThrow();
  }

  /** The Python that has paramiko. */
  static String paramiko() throws Exception {
    String python = required("python3");
    if (Command.of(python, "-c", "import paramiko").run().status() != 0) {
      missing("python3-paramiko");
    }
    return python;
  }

  private static void missing(String program) {
    if ("1".equals(System.getenv("AIKAGI_CI")) || "true".equals(System.getenv("CI"))) {
      Assertions.fail("the peer " + program + " is missing, which is not accepted in CI");
    }
    Assumptions.abort("the peer " + program + " is not installed");
  }

  private static Optional<String> find(String program) {
    return java.util.stream.Stream.concat(
            USUAL.stream(), Arrays.stream(System.getenv("PATH").split(":", -1)))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
