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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Typical runs of the tools, from which the JDK writes the caches that make them start fast. No
 * cache holds a secret: the keys of these runs are made here and thrown away, and the generator of
 * random numbers is made after the start. A run that fails costs the cache and nothing else.
 */
final class Training {
  /** A run that takes longer is stuck. */
  private static final long LIMIT_SECONDS = 120;

  /**
   * A login to record, with bytes each way. The cache also holds profiles of the methods, and with
   * those the second compiler reaches the ciphers' intrinsics after a few packets, not thousands.
   */
  private record Login(String kex, String cipher, String mac, long bytes) {}

  private static final List<Login> LOGINS =
      List.of(
          new Login("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "hmac-sha2-256", 256L << 20),
          new Login(
              "sntrup761x25519-sha512@openssh.com",
              "chacha20-poly1305@openssh.com",
              "hmac-sha2-256",
              128L << 20),
          new Login("curve25519-sha256", "aes256-ctr", "hmac-sha2-256-etm@openssh.com", 128L << 20),
          new Login("ecdh-sha2-nistp256", "aes128-ctr", "umac-64-etm@openssh.com", 128L << 20));

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
    for (String key : List.of("host_key", "id", "more")) {
      record(
          Launcher.SSH_KEYGEN,
          List.of(List.of("-q", "-t", "ed25519", "-N", "", "-f", work.resolve(key).toString())));
    }
    Path dialogue = Files.write(work.resolve("dialogue"), SftpDialogue.bytes());
    record(
        Launcher.SFTP_SERVER,
        List.of(List.of("-d", work.toString()), List.of("service"), List.of("-e", "-R")),
        dialogue,
        Map.of());
    Files.copy(work.resolve("id.pub"), work.resolve("authorized_keys"));
    agent();
    serverAndClient();
  }

  private void record(Launcher tool, List<List<String>> runs)
      throws IOException, InterruptedException {
    record(tool, runs, ENDLESS, Map.of());
  }

  /** Runs one tool to its end, once for each list of words. */
  private void record(
      Launcher tool, List<List<String>> runs, Path input, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path log = work.resolve(tool.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(tool.recording(image, runs))
            .redirectInput(input.toFile())
            .redirectOutput(NOTHING.toFile())
            .redirectError(log.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
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

  /** One in the background and one that serves ssh-add, in the same process. */
  private void agent() throws IOException, InterruptedException {
    Path socket = work.resolve("agent");
    List<String> away = List.of("-s", "-a", work.resolve("away").toString());
    List<String> here = List.of("-s", "-D", "-a", socket.toString());
    Process agent =
        new ProcessBuilder(Launcher.SSH_AGENT.recording(image, List.of(away, here)))
            .redirectErrorStream(true)
            .redirectInput(NOTHING.toFile())
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader reader = agent.inputReader(StandardCharsets.UTF_8)) {
      for (String line; said.size() < 5 && (line = reader.readLine()) != null; ) {
        said.add(line);
      }
      // The third line of the one in the background is "echo Agent pid NUMBER;".
      if (said.size() >= 3) {
        long pid = Long.parseLong(said.get(2).replaceAll("\\D", ""));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
      }
      if (said.size() == 5) {
        add(socket);
      }
      agent.toHandle().destroy(); // not destroy(), which would close the stream
      reader.lines().forEach(said::add);
    }
    if (!agent.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      agent.destroyForcibly();
    }
    if (!Files.exists(Launcher.SSH_AGENT.cache(image))) {
      drop(Launcher.SSH_AGENT, String.join("\n", said));
    }
  }

  private void add(Path socket) throws IOException, InterruptedException {
    String key = work.resolve("id").toString();
    record(
        Launcher.SSH_ADD,
        List.of(
            List.of("-t", "60", key),
            List.of("-l"),
            List.of("-L"),
            List.of("-T", key + ".pub"),
            List.of("-d", key),
            List.of("-D")),
        NOTHING,
        Map.of("SSH_AUTH_SOCK", socket.toString()));
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
            // What the builder's shell does when it starts is not ours to wait for.
            "SetEnv HOME=" + work,
            "Subsystem sftp internal-sftp",
            "PidFile none"));
    List<String> words = List.of("-D", "-e", "-f", config.toString());
    Process server =
        new ProcessBuilder(Launcher.SSHD.recording(image, List.of(words)))
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
        Files.writeString(
            work.resolve("known_hosts"),
            "[127.0.0.1]:" + port + " " + Files.readString(work.resolve("host_key.pub")));
        record(Launcher.SSH, LOGINS.stream().map(login -> words(login, port)).toList());
        sftp(port);
        scp(port);
        copyId(port);
        doctor(port);
        keyscan(port);
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

  /** A batch with each login and with a server of our own: folders listed, and files both ways. */
  private void sftp(int port) throws IOException, InterruptedException {
    Path there = Files.createDirectory(work.resolve("there"));
    Path file = Files.write(there.resolve("file"), new byte[1 << 20]);
    Path batch =
        Files.write(
            work.resolve("batch"),
            List.of(
                "pwd",
                "cd \"" + there + "\"",
                "ls",
                "ls -l f*",
                "get file \"" + work.resolve("got") + "\"",
                "put \"" + file + "\" \"" + there.resolve("put") + "\"",
                "get -r . \"" + work.resolve("folder") + "\"",
                "put -r \"" + work.resolve("folder") + "\" \"" + work.resolve("again") + "\"",
                "rm put",
                "bye"));
    List<List<String>> runs = new ArrayList<>();
    for (Login login : LOGINS) {
      List<String> words = new ArrayList<>(List.of("-b", batch.toString()));
      words.addAll(options(login, "-P", port));
      words.add("127.0.0.1");
      runs.add(words);
    }
    runs.add(List.of("-D", "\"" + image.resolve("bin/sftp-server") + "\"", "-b", batch.toString()));
    record(Launcher.SFTP, runs);
  }

  /** There and back with each login, a folder too, and the server's end of the old protocol. */
  private void scp(int port) throws IOException, InterruptedException {
    Path file = Files.write(work.resolve("copied"), new byte[1 << 20]);
    Path there = Files.createDirectory(work.resolve("copies"));
    Path back = Files.createDirectory(work.resolve("back"));
    List<List<String>> runs = new ArrayList<>();
    for (Login login : LOGINS) {
      List<String> put = new ArrayList<>(options(login, "-P", port));
      put.addAll(List.of(file.toString(), "127.0.0.1:" + there));
      runs.add(put);
      List<String> get = new ArrayList<>(options(login, "-P", port));
      get.addAll(List.of("-r", "-p", "127.0.0.1:" + there + "*", back.toString()));
      runs.add(get);
    }
    runs.add(List.of("-f", file.toString()));
    record(Launcher.SCP, runs);
  }

  /** A key into a file of this run, by a shell and by SFTP, until the server takes it. */
  private void copyId(int port) throws IOException, InterruptedException {
    List<String> common = new ArrayList<>(List.of("-F", "none", "-p", Integer.toString(port)));
    common.addAll(List.of("-o", "UserKnownHostsFile=" + work.resolve("known_hosts")));
    common.addAll(List.of("-o", "IdentityAgent=none", "-o", "BatchMode=yes"));
    common.addAll(List.of("-o", "IdentityFile=" + work.resolve("id")));
    common.addAll(List.of("-t", work.resolve("authorized_keys").toString(), "127.0.0.1"));
    List<String> bySftp = new ArrayList<>(List.of("-f", "-s", "-i", work.resolve("id").toString()));
    bySftp.addAll(common);
    List<String> byShell = new ArrayList<>(List.of("-i", work.resolve("more").toString()));
    byShell.addAll(common);
    record(Launcher.SSH_COPY_ID, List.of(bySftp, byShell));
  }

  /** The whole way, with each key exchange; a cache is kept of runs that find nothing only. */
  private void doctor(int port) throws IOException, InterruptedException {
    List<List<String>> runs = new ArrayList<>();
    for (Login login : LOGINS) {
      List<String> words = new ArrayList<>(options(login, "-p", port));
      words.add("127.0.0.1");
      runs.add(words);
    }
    record(Launcher.SSH_DOCTOR, runs);
  }

  private void keyscan(int port) throws IOException, InterruptedException {
    List<String> common = List.of("-p", Integer.toString(port), "127.0.0.1");
    record(
        Launcher.SSH_KEYSCAN,
        Stream.of(List.<String>of(), List.of("-H"), List.of("-D"))
            .map(flags -> Stream.concat(flags.stream(), common.stream()).toList())
            .toList());
  }

  private List<String> words(Login login, int port) {
    String bytes = Long.toString(login.bytes);
    List<String> words = new ArrayList<>(options(login, "-p", port));
    words.add("127.0.0.1");
    words.add("head -c " + bytes + " >/dev/null; head -c " + bytes + " /dev/zero");
    return words;
  }

  private List<String> options(Login login, String portFlag, int port) {
    return List.of(
        "-F",
        "none",
        portFlag,
        Integer.toString(port),
        "-i",
        work.resolve("id").toString(),
        "-o",
        "BatchMode=yes",
        "-o",
        "UserKnownHostsFile=" + work.resolve("known_hosts"),
        "-o",
        "IdentityAgent=none",
        "-o",
        "KexAlgorithms=" + login.kex,
        "-o",
        "MACs=" + login.mac,
        "-c",
        login.cipher);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
