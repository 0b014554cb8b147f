package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Dropbear in both roles. */
final class Dropbear {
  private Dropbear() {}

  /**
   * The server. It reads authorized_keys in the home folder of the account and nowhere else, so it
   * runs in a mount namespace of its own, where /etc/passwd says that this is a private folder.
   */
  static Daemon server(Keys keys) throws Exception {
    String program = Peer.required("dropbear");
    String unshare = Peer.required("unshare");
    Assumptions.assumeTrue(
        Command.of(unshare, "-m", "true").run().status() == 0,
        "dropbear's server needs a mount namespace, which only root may make");
    String user = System.getProperty("user.name");
    Path home = keys.folder().resolve("home");
    Path ssh = Files.createDirectories(home.resolve(".ssh"));
    Files.copy(keys.authorizedKeys(), ssh.resolve("authorized_keys"));
    Path passwd = keys.folder().resolve("passwd");
    Files.write(
        passwd,
        Files.readAllLines(Path.of("/etc/passwd")).stream()
            .map(line -> line.startsWith(user + ":") ? movedTo(home, line) : line)
            .toList());
    List<String> hostKeys = new ArrayList<>();
    for (String type : List.of("ed25519", "ecdsa-256", "rsa")) {
      hostKeys.add("-r");
      hostKeys.add(converted(keys.host(type)).toString());
    }
    String script = "mount --bind \"$0\" /etc/passwd && exec \"$@\"";
    return Daemon.start(
        "Not backgrounding",
        port -> {
          List<String> words = new ArrayList<>();
          words.addAll(List.of(unshare, "-m", "sh", "-c", script, passwd.toString()));
          words.addAll(List.of(program, "-F", "-E", "-s", "-P", home.resolve("pid").toString()));
          words.addAll(List.of("-p", "127.0.0.1:" + port));
          words.addAll(hostKeys);
          return words;
        });
  }

  private static String movedTo(Path home, String line) {
    String[] fields = line.split(":", -1);
    fields[5] = home.toString();
    return String.join(":", fields);
  }

  /** The client, with its home in a private folder and the server's host key taken on trust. */
  static Command client(Keys keys, int port, List<String> options, String remote) throws Exception {
    Command command =
        Command.of(Peer.required("dbclient"), "-y", "-y", "-T", "-p", Integer.toString(port))
            .and("-i", converted(keys.identity("ed25519")).toString())
            .environment("HOME", keys.folder().toString());
    command.and(options.toArray(String[]::new));
    return command.and(System.getProperty("user.name") + "@127.0.0.1", remote);
  }

  /** The same key in Dropbear's own format. */
  private static Path converted(Path key) throws Exception {
    Path file = key.resolveSibling(key.getFileName() + ".dropbear");
    if (!Files.exists(file)) {
      convert(key, file);
    }
    return file;
  }

  private static void convert(Path key, Path file) throws IOException, InterruptedException {
    Command.of(
            Peer.required("dropbearconvert"),
            "openssh",
            "dropbear",
            key.toString(),
            file.toString())
        .run()
        .expectSuccess();
  }
}
