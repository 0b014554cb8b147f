package dev.aikagi.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Typical runs of the tools, from which the JDK writes the caches that make them start fast. No
 * cache holds a secret: the keys of these runs are made here and thrown away, and the generator of
 * random numbers is made after the start. A run that fails costs the cache and nothing else.
 */
final class Training {
  /** A run that takes longer is stuck. */
  private static final long LIMIT_SECONDS = 120;

  /**
   * Bytes each way in the recorded login. The cache also holds profiles of the methods, and with
   * those the second compiler reaches the ciphers' intrinsics after a few packets, not thousands.
   */
  private static final long BULK = 256L << 20;

  private static final Path NOTHING = Path.of("/dev/null");
  private static final Path ENDLESS = Path.of("/dev/zero");

  private final Path image;
  private final Path work;

  private Training(Path image, Path work) {
    this.image = image;
    this.work = work;
  }

  static void run(Path image) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("aikagi-training");
    try {
      new Training(image, work).runAll();
    } finally {
      Image.deleteAll(work);
    }
  }

  private void runAll() throws IOException, InterruptedException {
    for (String key : List.of("host_key", "id")) {
      record(
          Launcher.SSH_KEYGEN,
          List.of("-q", "-t", "ed25519", "-N", "", "-f", work.resolve(key).toString()));
    }
    Files.copy(work.resolve("id.pub"), work.resolve("authorized_keys"));
    serverAndClient();
  }

  /** Runs one tool to its end. */
  private void record(Launcher tool, List<String> words) throws IOException, InterruptedException {
    Path log = work.resolve(tool.name() + ".log");
    Process process =
        command(tool, words)
            .redirectInput(ENDLESS.toFile())
            .redirectOutput(NOTHING.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0 || !Files.exists(tool.cache(image))) {
      drop(tool, Files.readString(log));
    }
  }

  /** Half a cache, or one of a run that failed, is worse than none. */
  private void drop(Launcher tool, String said) throws IOException {
    Files.deleteIfExists(tool.cache(image));
    System.err.println(tool.name() + " will start slowly, it has no start-up cache: " + said);
  }

  private ProcessBuilder command(Launcher tool, List<String> words) {
    List<String> command = new ArrayList<>(tool.recording(image));
    command.addAll(words);
    return new ProcessBuilder(command);
  }

  private void serverAndClient() throws IOException, InterruptedException {
    int port = freePort();
    Path config = work.resolve("sshd_config");
    Files.write(
        config,
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "HostKey " + work.resolve("host_key"),
            "AuthorizedKeysFile " + work.resolve("authorized_keys"),
            "StrictModes no",
            "PermitRootLogin yes",
            "PidFile none"));
    List<String> words = List.of("-D", "-e", "-f", config.toString());
    Process server =
        command(Launcher.SSHD, words)
            .redirectErrorStream(true)
            .redirectInput(NOTHING.toFile())
            .start();
    StringBuilder log = new StringBuilder();
    boolean ready;
    try (BufferedReader reader = server.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null && !line.startsWith("Server listening")) {
        log.append(line).append('\n');
        line = reader.readLine();
      }
      ready = line != null;
      if (ready) {
        record(Launcher.SSH, login(port));
      }
      server.toHandle().destroy(); // not destroy(), which would close the stream
      reader.lines().forEach(more -> log.append(more).append('\n'));
    }
    if (!server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      server.destroyForcibly();
    }
    if (!ready || !Files.exists(Launcher.SSHD.cache(image))) {
      drop(Launcher.SSHD, log.toString());
    }
  }

  private List<String> login(int port) throws IOException {
    String hostKey = Files.readString(work.resolve("host_key.pub"));
    Path known = work.resolve("known_hosts");
    Files.writeString(known, "[127.0.0.1]:" + port + " " + hostKey);
    return List.of(
        "-F",
        "none",
        "-p",
        Integer.toString(port),
        "-i",
        work.resolve("id").toString(),
        "-o",
        "BatchMode=yes",
        "-o",
        "UserKnownHostsFile=" + known,
        "-o",
        "IdentityAgent=none",
        "-c",
        "aes128-gcm@openssh.com",
        "127.0.0.1",
        "head -c " + BULK + " >/dev/null; head -c " + BULK + " /dev/zero");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
