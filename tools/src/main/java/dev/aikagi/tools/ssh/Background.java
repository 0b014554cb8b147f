package dev.aikagi.tools.ssh;

import dev.aikagi.posix.Signals;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * -f. A JVM cannot fork, so the work is done from the start by a second process with the same
 * command line, in the same session, so that it can ask at the same terminal. Once it is
 * authenticated it says so on a socket in a private folder, and the first process ends.
 */
final class Background {
  private static final String VARIABLE = "AIKAGI_BACKGROUND";

  private Background() {}

  /** Whether this is the process that does the work. */
  static boolean isWorker() {
    return System.getenv(VARIABLE) != null;
  }

  /** Starts the worker and waits until it is authenticated or has ended; the exit code. */
  static int start() throws IOException {
    Path folder = Files.createTempDirectory("ssh-background");
    Path socket = folder.resolve("ready");
    try (ServerSocketChannel ready = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ready.bind(UnixDomainSocketAddress.of(socket));
      ProcessBuilder builder = new ProcessBuilder(commandLine());
      builder.environment().put(VARIABLE, socket.toString());
      builder
          .redirectInput(new java.io.File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.INHERIT);
      Process worker = builder.start();
      CompletableFuture<Void> ended = worker.onExit().thenRun(() -> close(ready));
      try (SocketChannel accepted = ready.accept()) {
        return accepted.isOpen() || !ended.isDone() ? Exit.OK : Exit.FATAL;
      } catch (ClosedChannelException e) {
        return worker.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FATAL;
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> commandLine() throws IOException {
    String words = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
    String[] all = words.substring(0, Math.max(0, words.length() - 1)).split("\0", -1);
    all[0] = Path.of("/proc/self/exe").toRealPath().toString();
    return List.of(all);
  }

  /** The worker is authenticated: the first process may end, and its terminal is no longer ours. */
  static void ready() throws IOException {
    String socket = System.getenv(VARIABLE);
    if (socket == null) {
      return;
    }
    Signals.ignore("HUP");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.finishConnect();
    }
  }
}
