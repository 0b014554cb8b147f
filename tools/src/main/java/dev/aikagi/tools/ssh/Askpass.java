package dev.aikagi.tools.ssh;

import dev.aikagi.SecretBytes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program that asks in a window of its own. */
public final class Askpass {
  private static final String DEFAULT = "/usr/bin/ssh-askpass";
  private static final int LIMIT = 1024;

  /** How long a program may take to end by itself. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private Askpass() {}

  /** Whether there may be a display for it, or the user says that it needs none. */
  public static boolean isAllowed() {
    return switch (required()) {
      case "never" -> false;
      case "force" -> true;
      default -> hasDisplay();
    };
  }

  /** Whether it comes before the terminal. */
  public static boolean isForced() {
    return switch (required()) {
      case "force" -> true;
      case "prefer" -> hasDisplay();
      default -> false;
    };
  }

  private static String required() {
    String value = System.getenv("SSH_ASKPASS_REQUIRE");
    return value == null ? "" : value;
  }

  private static boolean hasDisplay() {
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }

  /**
   * Asks whether something may be done. Nothing and "yes" are a yes, as for OpenSSH; that the
   * program failed, or that there is none, is a no.
   */
  public static boolean permits(String prompt) throws IOException {
    if (!isAllowed()) {
      return false;
    }
    try (SecretBytes answer = ask(prompt, "confirm")) {
      return answer != null
          && (answer.length() == 0
              || new String(answer.expose(), StandardCharsets.UTF_8).equalsIgnoreCase("yes"));
    }
  }

  /**
   * Shows something that wants no answer, until whoever called ends the process. Nothing where it
   * is not allowed, or where SSH_ASKPASS is set to no program.
   */
  public static Optional<Process> show(String text) throws IOException {
    if (!isAllowed() || "".equals(System.getenv("SSH_ASKPASS"))) {
      return Optional.empty();
    }
    File nothing = new File("/dev/null");
    ProcessBuilder builder =
        new ProcessBuilder(program(), text)
            .redirectInput(nothing)
            .redirectOutput(nothing)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SSH_ASKPASS_PROMPT", "none");
    return Optional.of(builder.start());
  }

  /**
   * Ends it with what it may have started: a script waits for its own program otherwise. What does
   * not heed SIGTERM is killed two seconds later, unless this process has ended before.
   */
  public static void end(Process process) {
    end(process, GRACE);
  }

  /** The same for a process that ends itself: at once, with SIGKILL. */
  public static void kill(Process process) {
    withChildren(process)
        .forEach(
            one -> {
              boolean _ = one.destroyForcibly();
            });
  }

  static void end(Process process, Duration grace) {
    withChildren(process).forEach(one -> end(one, grace));
  }

  private static Stream<ProcessHandle> withChildren(Process process) {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
  }

  private static void end(ProcessHandle one, Duration grace) {
    boolean _ = one.destroy();
    CompletableFuture<Void> _ =
        one.onExit()
            .completeOnTimeout(one, grace.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(ProcessHandle::destroyForcibly);
  }

  private static String program() {
    return isSet("SSH_ASKPASS") ? System.getenv("SSH_ASKPASS") : DEFAULT;
  }

  /** The answer; null if the program failed or the person declined. */
  public static @Nullable SecretBytes ask(String prompt, String hint) throws IOException {
    return ask(prompt, hint, process -> {});
  }

  /**
   * As the other, for whoever may have to end it before somebody answers.
   *
   * @param started is told of the process
   */
  public static @Nullable SecretBytes ask(String prompt, String hint, Consumer<Process> started)
      throws IOException {
    String program = program();
    ProcessBuilder builder =
        new ProcessBuilder(program, prompt).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!hint.isEmpty()) {
      builder.environment().put("SSH_ASKPASS_PROMPT", hint);
    }
    Process process = builder.start();
    started.accept(process);
    process.getOutputStream().close();
    byte[] bytes = new byte[0];
    try (InputStream out = process.getInputStream()) {
      bytes = out.readNBytes(LIMIT);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      return process.waitFor() == 0 ? SecretBytes.taking(Arrays.copyOf(bytes, end)) : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      Arrays.fill(bytes, (byte) 0);
      process.destroy();
    }
  }
}
