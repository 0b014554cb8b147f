package dev.aikagi.interop.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Our sshd on a free port of the loopback, two accounts that exist as long, and their key. */
final class RootServer implements AutoCloseable {
  /** From the image that the build made, unless the property of all interop tests names another. */
  private static final Path SSHD =
      Path.of(System.getProperty("interop.sshd", "../dist/target/aikagi/bin/sshd"))
          .toAbsolutePath()
          .normalize();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long LIMIT_SECONDS = 60;

  final String one;
  final String two;
  final String service;
  private final Path folder;
  private int port;
  private @Nullable Process process;

  /** Guarded by itself: read while a thread adds to it. */
  private final StringBuilder log = new StringBuilder();

  private RootServer(Path folder, String mark) {
    this.folder = folder;
    this.one = mark + "a";
    this.two = mark + "b";
    this.service = mark;
  }

  /** What a run of a program gave. */
  record Outcome(int status, String text, String errors) {}

  static RootServer start(Path folder, List<String> pam) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to make users");
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/useradd")), "needs useradd");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "needs OpenSSH's ssh");
    String mark =
        "ak" + Long.toString(ProcessHandle.current().pid(), 36) + "n" + NUMBER.incrementAndGet();
    RootServer server = new RootServer(folder, mark);
    try {
      server.prepare(pam);
      server.launch(pam);
      return server;
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  private void prepare(List<String> pam) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String key : List.of("host_key", "id")) {
      must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString());
    }
    Files.copy(folder.resolve("id.pub"), folder.resolve("authorized_keys"));
    Files.createDirectories(folder.resolve("home"));
    for (String user : List.of(one, two)) {
      // No password fits, and yet the account is not locked.
      String home = folder.resolve("home").resolve(user).toString();
      must("useradd", "-m", "-d", home, "-s", "/bin/sh", "-p", "*", user);
    }
    if (!pam.isEmpty()) {
      Files.write(Path.of("/etc/pam.d", service), pam);
    }
  }

  private void launch(List<String> pam) throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> config = new ArrayList<>();
    config.addAll(
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "HostKey " + folder.resolve("host_key"),
            "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
            "StrictModes no",
            "PidFile none",
            "LogLevel DEBUG1",
            "MaxStartups 100:30:200",
            "UsePAM " + (pam.isEmpty() ? "no" : "yes")));
    if (!pam.isEmpty()) {
      config.add("PAMServiceName " + service);
    }
    Files.write(folder.resolve("sshd_config"), config);
    Process started =
        new ProcessBuilder(
                SSHD.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    process = started;
    BufferedReader lines = started.inputReader(StandardCharsets.UTF_8);
    String line;
    do {
      line = lines.readLine();
      say(String.valueOf(line));
    } while (line != null && !line.startsWith("Server listening"));
    assertTrue(line != null, this::log);
    Thread.ofVirtual().start(() -> readLog(lines));
  }

  private void readLog(BufferedReader lines) {
    try (lines) {
      lines.lines().forEach(this::say);
    } catch (IOException | UncheckedIOException e) {
      say("the log ended: " + e);
    }
  }

  private void say(String line) {
    synchronized (log) {
      log.append(line).append('\n');
      log.notifyAll();
    }
  }

  /** Whether the log contains the text, or comes to: a client may know before the log. */
  boolean logs(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    synchronized (log) {
      while (log.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        log.wait(left);
      }
      return true;
    }
  }

  String log() {
    synchronized (log) {
      return log.toString();
    }
  }

  private Process process() {
    return Objects.requireNonNull(process);
  }

  boolean alive() {
    return process().isAlive();
  }

  long children() {
    return process().children().count();
  }

  void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /** OpenSSH's ssh as this user. */
  ProcessBuilder ssh(String user, List<String> options, String command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "ssh",
                "-F",
                "none",
                "-i",
                folder.resolve("id").toString(),
                "-o",
                "IdentityAgent=none",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-p",
                Integer.toString(port)));
    words.addAll(options);
    words.add(user + "@127.0.0.1");
    words.add(command);
    return new ProcessBuilder(words).redirectInput(Path.of("/dev/null").toFile());
  }

  Outcome run(String user, String command) throws IOException, InterruptedException {
    return run(ssh(user, List.of("-o", "BatchMode=yes"), command));
  }

  Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path errors = Files.createTempFile(folder, "run", ".err");
    Process run = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    if (!run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      run.destroyForcibly();
      throw new AssertionError(builder.command() + " did not end; the server's log:\n" + log());
    }
    return new Outcome(run.exitValue(), Files.readString(out), Files.readString(errors));
  }

  private void must(String... words) throws IOException, InterruptedException {
    Outcome outcome = run(new ProcessBuilder(words));
    assertEquals(0, outcome.status(), () -> String.join(" ", words) + ": " + outcome);
  }

  @Override
  public void close() throws IOException {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void end() throws IOException, InterruptedException {
    Process running = process;
    if (running != null) {
      running.toHandle().destroy();
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    }
    for (String user : List.of(one, two)) {
      run(new ProcessBuilder("userdel", "-f", user));
    }
    Files.deleteIfExists(Path.of("/etc/pam.d", service));
  }
}
