package dev.aikagi.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One program run to its end, with a deadline; its output goes through files, so nothing blocks.
 */
final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * How it went.
   *
   * @param status the exit code
   * @param text what it wrote to standard output, unless that went to a file
   * @param errors what it wrote to standard error
   */
  record Outcome(List<String> words, int status, String text, String errors) {
    /** The text of standard output, if all went well. */
    String expectSuccess() {
      if (status != 0) {
        throw new AssertionError(this + " ended with " + status);
      }
      return text;
    }

    @Override
    public String toString() {
      return String.join(" ", words) + "\n--- status " + status + ", errors:\n" + errors;
    }
  }

  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Path input;
  private @Nullable Path output;
  private Duration limit = LIMIT;

  private Command(List<String> words) {
    this.words = words;
  }

  static Command of(String... words) {
    return new Command(new ArrayList<>(List.of(words)));
  }

  static Command of(List<String> words) {
    return new Command(new ArrayList<>(words));
  }

  Command and(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  Command environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Command input(Path file) {
    input = file;
    return this;
  }

  /** Standard output goes to this file instead of memory. */
  Command output(Path file) {
    output = file;
    return this;
  }

  /** Ended and failed when it takes longer. */
  Command within(Duration time) {
    limit = time;
    return this;
  }

  /** Starts it, for who watches it or ends it; both outputs go to the file. */
  Process start(Path log) throws IOException {
    return builder().redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("SSH_"));
    builder.environment().putAll(environment);
    return builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
  }

  Outcome run() throws IOException, InterruptedException {
    Path out = output != null ? output : Files.createTempFile("interop", ".out");
    Path errors = Files.createTempFile("interop", ".err");
    try {
      Process process =
          builder().redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", words)
                + "\n--- did not end within "
                + limit
                + ", errors:\n"
                + Files.readString(errors));
      }
      String written = output == null ? text(out) : "";
      return new Outcome(words, process.exitValue(), written, text(errors));
    } finally {
      Files.delete(errors);
      if (output == null) {
        Files.delete(out);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
