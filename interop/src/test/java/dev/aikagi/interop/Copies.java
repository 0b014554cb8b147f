package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs that copy files, with one set of keys, and servers for them.
 *
 * @param folder of the test, for what they need
 */
record Copies(Keys keys, Path folder) {
  /** Of folders no times: most programs do not carry them. */
  private static final String TREE =
      "cd \"$1\" && find . -mindepth 1 -type f -printf '%P %y %m %Ts\\n'"
          + " -o -mindepth 1 -printf '%P %y %m %l\\n' | LC_ALL=C sort | od -c"
          + " && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum";

  private static final String CONTENTS =
      "cd \"$1\" && find . -printf '%P %y\\n' | LC_ALL=C sort | od -c"
          + " && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum";

  static Copies make(Path folder) throws Exception {
    return new Copies(Keys.make(Files.createDirectory(folder.resolve("keys"))), folder);
  }

  static String shell(String script, Path argument) throws Exception {
    return Command.of("/bin/sh", "-c", script, "sh", argument.toString()).run().expectSuccess();
  }

  /** Names, modes, times and contents of all that is in a folder, whatever the names are. */
  static String tree(Path folder) throws Exception {
    return shell(TREE, folder);
  }

  /** The same without modes and times. */
  static String contents(Path folder) throws Exception {
    return shell(CONTENTS, folder);
  }

  /** Ours, with our scp and whatever serves files, or OpenSSH's with its own. */
  Daemon server(String sshd) throws Exception {
    return server(
        sshd, sshd.equals(Peer.ours("sshd")) ? "internal-sftp" : Peer.required("sftp-server"));
  }

  Daemon server(String sshd, String subsystem) throws Exception {
    String ours = sshd.equals(Peer.ours("sshd")) ? bin() + ":" : "";
    return server(sshd, subsystem, ours + "/usr/bin:/bin");
  }

  Daemon server(String sshd, String subsystem, String path) throws Exception {
    String environment = "SetEnv PATH=" + path + " " + Sshd.NO_HOME;
    return Sshd.start(sshd, keys, List.of("Subsystem sftp " + subsystem, environment));
  }

  private static String bin() {
    return Path.of(Peer.ours("scp")).resolveSibling("").toString();
  }

  /** What each of OpenSSH's programs, and of ours, takes to log in there; without the port. */
  List<String> options(Daemon server) throws IOException {
    List<String> words = new ArrayList<>(List.of("-F", "none"));
    for (String option :
        List.of(
            "UserKnownHostsFile=" + keys.knownHosts(server.port()),
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "BatchMode=yes")) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of("-i", keys.identity("ed25519").toString()));
    return words;
  }

  Command scp(String program, Daemon server, String... words) throws IOException {
    return Command.of(program, "-P", Integer.toString(server.port()))
        .and(options(server).toArray(String[]::new))
        .environment("LC_ALL", "C")
        .and(words);
  }

  /** The commands, as a batch. */
  Command sftp(String program, Daemon server, String... commands) throws IOException {
    return Command.of(program, "-P", Integer.toString(server.port()))
        .and(options(server).toArray(String[]::new))
        .and("-b", batch(commands).toString(), "127.0.0.1");
  }

  Path batch(String... commands) throws IOException {
    return Files.write(Files.createTempFile(folder, "batch", ""), List.of(commands));
  }

  /** What PuTTY's programs take: its own form of the identity, and the host's fingerprints. */
  List<String> putty(Daemon server) throws Exception {
    Path identity = folder.resolve("id.ppk");
    if (Files.notExists(identity)) {
      Command.of(Peer.required("puttygen"), keys.identity("ed25519").toString())
          .and("-O", "private", "-o", identity.toString())
          .environment("HOME", folder.toString())
          .run()
          .expectSuccess();
    }
    List<String> words = new ArrayList<>(List.of("-batch", "-P", Integer.toString(server.port())));
    words.addAll(List.of("-i", identity.toString()));
    for (String type : List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa")) {
      String line =
          Command.of(Peer.required("ssh-keygen"), "-lf", keys.host(type) + ".pub")
              .run()
              .expectSuccess();
      words.addAll(List.of("-hostkey", line.split(" ", -1)[1]));
    }
    return words;
  }
}
