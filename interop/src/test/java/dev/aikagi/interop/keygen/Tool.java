package dev.aikagi.interop.keygen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.Compared;
import dev.aikagi.tools.keygen.SshKeygen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Runs ssh-keygen, theirs as a process and ours in this one, and says what came of it. */
final class Tool {
  static final String SSH_KEYGEN = "/usr/bin/ssh-keygen";
  static final String PUTTYGEN = "/usr/bin/puttygen";

  private Tool() {}

  /** What a run printed and how it ended; line ends as text. */
  record Result(int code, String out, String err) {
    Result ok() {
      assertEquals(0, code, () -> out + err);
      return this;
    }
  }

  static void assumeInstalled(String program) {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
  }

  static Result theirs(Path folder, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    // A session of its own has no terminal: nothing can be asked there.
    command.add("setsid");
    command.add("-w");
    command.add(SSH_KEYGEN);
    command.addAll(List.of(words));
    return process(folder, command);
  }

  static Result process(Path folder, List<String> command) throws Exception {
    return process(folder, command, Map.of());
  }

  static Result process(Path folder, List<String> command, Map<String, String> environment)
      throws Exception {
    File out = Files.createTempFile("out", "").toFile();
    File err = Files.createTempFile("err", "").toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out)
              .redirectError(err);
      if (command.getFirst().equals(PUTTYGEN)) {
        // Where it keeps the seed of its random numbers.
        builder.environment().put("HOME", folder.toString());
      }
      builder.environment().putAll(environment);
      Process process = builder.start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "hangs: " + command);
      return new Result(
          process.exitValue(),
          Files.readString(out.toPath(), StandardCharsets.UTF_8),
          Files.readString(err.toPath(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      Files.delete(out.toPath());
      Files.delete(err.toPath());
    }
  }

  /** Lines of the usage that OpenSSH's has not, and those below them. */
  private static final Pattern OWN_JOBS =
      Pattern.compile("^ {7}ssh-keygen --.*\\R(?: {8,}.*\\R)*", Pattern.MULTILINE);

  static Result ours(String... words) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    InputStream oldIn = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(new byte[0]));
    try {
      int code = SshKeygen.run(List.of(words));
      System.out.flush();
      return new Result(
          code,
          out.toString(StandardCharsets.UTF_8),
          OWN_JOBS
              .matcher(err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"))
              .replaceAll(""));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
      System.setIn(oldIn);
    }
  }

  /** The same words to both. */
  static void assertSame(Path folder, String... words) throws Exception {
    Result theirs = theirs(folder, words);
    assertEquals(theirs, ours(words), () -> String.join(" ", words));
    Compared.one("keys");
  }
}
