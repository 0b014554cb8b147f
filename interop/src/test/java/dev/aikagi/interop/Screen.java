package dev.aikagi.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real terminal, 80 by 24, that tmux keeps: what is typed goes in, what it shows comes out. */
final class Screen implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Output wakes the wait; this is for what tmux drew between the output and the look at it. */
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final String tmux;
  private final String socket;
  private final LinkedBlockingQueue<Integer> output = new LinkedBlockingQueue<>();

  /** Runs a shell command line in the terminal; its standard streams are the terminal. */
  Screen(Path folder, String line) throws Exception {
    tmux = Peer.required("tmux");
    socket = folder.resolve("tmux.socket").toString();
    Path pipe = folder.resolve("tmux.pipe");
    Command.of(Peer.required("mkfifo"), pipe.toString()).run().expectSuccess();
    Path config = Files.writeString(folder.resolve("tmux.conf"), "set -g status off\n");
    Path started = folder.resolve("tmux.started");
    // The command waits for the pipe, so that no output is lost.
    String script = "tmux -S '%s' wait-for piped; %s".formatted(socket, line);
    Command.of(tmux, "-S", socket, "-f", config.toString(), "new-session", "-d")
        .and("-x", "80", "-y", "24", script)
        .environment("TERM", "xterm-256color")
        .run()
        .expectSuccess();
    tmux("pipe-pane", "-O", "echo > '%s'; cat > '%s'".formatted(started, pipe));
    Thread.ofVirtual().start(() -> listen(pipe));
    tmux("wait-for", "-S", "piped");
  }

  private String tmux(String... words) throws Exception {
    return Command.of(tmux, "-S", socket).and(words).run().expectSuccess();
  }

  private void listen(Path pipe) {
    byte[] buffer = new byte[4096];
    try (InputStream in = Files.newInputStream(pipe)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        output.add(count);
      }
    } catch (IOException e) {
      output.add(-1);
    }
  }

  /** Types text and nothing else. */
  void type(String text) throws Exception {
    tmux("send-keys", "-l", text);
  }

  /** Types text and the Enter key. */
  void line(String text) throws Exception {
    type(text);
    key("Enter");
  }

  /** Presses one key by tmux's name for it, such as {@code C-c}. */
  void key(String name) throws Exception {
    tmux("send-keys", name);
  }

  void resize(int columns, int rows) throws Exception {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** The lines as they are shown, without trailing empty ones. */
  List<String> lines() throws Exception {
    return tmux("capture-pane", "-p").stripTrailing().lines().toList();
  }

  /** Waits until some line shows the text. */
  void await(String text) throws Exception {
    await(text, lines -> lines.stream().anyMatch(line -> line.contains(text)));
  }

  /** Waits until the last line, where the cursor is, ends as a shell's prompt does. */
  void awaitPrompt() throws Exception {
    await(
        "a prompt",
        lines -> !lines.isEmpty() && lines.getLast().stripTrailing().matches(".*[#$>]"));
  }

  void await(String what, Predicate<List<String>> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    List<String> lines = lines();
    while (!condition.test(lines)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " never came; the screen:\n" + String.join("\n", lines));
      }
      Integer woken = output.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (woken != null) {
        output.clear();
      }
      lines = lines();
    }
  }

  @Override
  public void close() {
    try {
      Command.of(tmux, "-S", socket, "kill-server").run();
    } catch (IOException e) {
      throw new AssertionError("tmux does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
