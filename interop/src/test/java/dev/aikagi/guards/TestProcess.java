package dev.aikagi.guards;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts {@link TestRun} in the folder and on the classes of one module, and ends it in time. */
final class TestProcess {
  /**
   * What one test did.
   *
   * @param says the first failure, in a line
   */
  record Outcome(Selection test, int passed, int failed, long millis, String says) {
    boolean isGreen() {
      return passed > 0 && failed == 0;
    }

    private static Outcome parse(String line) {
      String[] words = line.split(" ", 5);
      return new Outcome(
          Selection.parse(words[0]),
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]),
          words[4]);
    }
  }

  /**
   * What the process did.
   *
   * @param ended whether it ended by itself
   * @param outcomes in order; fewer than tests where one did not end or took the JVM along
   * @param output all that it printed
   */
  record Run(boolean ended, List<Outcome> outcomes, String output) {}

  private TestProcess() {}

  static Run run(
      Path module,
      List<String> classes,
      List<Selection> tests,
      boolean first,
      Path scratch,
      long seconds)
      throws IOException, InterruptedException {
    Path results = scratch.resolve("results");
    Path temporary = Files.createDirectories(scratch.resolve("tmp"));
    // As /tmp is: what is done as another user is to find a place there too.
    Files.setAttribute(temporary, "unix:mode", 01777);
    List<String> path = new ArrayList<>(classes);
    path.add(module.resolve("target/test-classes").toString());
    path.add(System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--illegal-native-access=deny",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Djava.io.tmpdir=" + temporary,
                "-Dguards.classes=" + (classes.isEmpty() ? "" : classes.getFirst()),
                "-cp",
                String.join(":", path),
                TestRun.class.getName(),
                results.toString(),
                first ? "first" : "all"));
    tests.forEach(test -> command.add(test.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("output").toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      List<ProcessHandle> children = process.descendants().toList();
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      children.forEach(child -> child.onExit().join());
    }
    List<Outcome> outcomes =
        Files.exists(results)
            ? Files.readAllLines(results).stream().map(Outcome::parse).toList()
            : List.of();
    return new Run(ended, outcomes, Files.readString(scratch.resolve("output"), ISO_8859_1));
  }
}
