package dev.aikagi.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A server in the foreground, ready when its log says so, ended by its own process id. */
final class Daemon implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(20);

  /** Between finding a free port and listening on it another program may take it. */
  private static final int ATTEMPTS = 5;

  /** Makes the command line for a port. */
  interface Words {
    List<String> on(int port) throws IOException;
  }

  private final Process process;
  private final int port;
  private final List<String> log = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private boolean ended;

  private Daemon(Process process, int port) {
    this.process = process;
    this.port = port;
    // Not virtual: those of a test that keeps the processors busy would leave it no turn.
    Thread.ofPlatform().daemon().name("log of " + process.pid()).start(this::readLog);
  }

  static Daemon start(String readyLine, Words words) throws Exception {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      ProcessBuilder builder = new ProcessBuilder(words.on(port)).redirectErrorStream(true);
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.environment().keySet().removeIf(name -> name.startsWith("SSH_"));
      Daemon daemon = new Daemon(builder.start(), port);
      if (daemon.await(readyLine, READY)) {
        return daemon;
      }
      daemon.close();
      if (attempt == ATTEMPTS || !daemon.log().contains("in use")) {
        throw new AssertionError(words.on(port) + " did not start:\n" + daemon.log());
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Process process() {
    return process;
  }

  String log() {
    lock.lock();
    try {
      return String.join("\n", log);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a line of the log contains the text, or comes to: a client may know before the log. */
  boolean logs(String text) throws InterruptedException {
    return await(text, Duration.ofSeconds(20));
  }

  /** Waits until a line of the log contains the text; false at the deadline or the server's end. */
  boolean await(String text, Duration limit) throws InterruptedException {
    return await(text, 1, limit);
  }

  /** The same for so many lines. */
  boolean await(String text, int times, Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (log.stream().filter(line -> line.contains(text)).count() < times) {
        if (ended || nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void readLog() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("the log ended: " + e);
    } finally {
      lock.lock();
      try {
        ended = true;
        grown.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      log.add(line);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
