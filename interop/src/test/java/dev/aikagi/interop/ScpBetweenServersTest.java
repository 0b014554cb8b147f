package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies from one server to another, by an scp on the first one (-R) or through here (-3). */
@Timeout(120)
class ScpBetweenServersTest {
  @TempDir Path folder;
  private Copies copies;
  private Path from;

  @BeforeEach
  void makeFiles() throws Exception {
    folder = folder.toRealPath();
    copies = Copies.make(folder);
    from = Files.createDirectory(folder.resolve("from"));
    Copies.shell(
        """
        cd "$1" && mkdir -p sub/deep none
        head -c 3000001 /dev/urandom > sub/big
        : > empty; echo x > 合鍵; echo z > sub/deep/z; chmod 640 empty
        find . -exec touch -d @1577934245 {} +
        """,
        from);
  }

  private static String program(String whose, String name) {
    return whose.equals("ours") ? Peer.ours(name) : Peer.required(name);
  }

  /** Host names for the two, since -R takes no port of the target. */
  private Path config(Daemon first, Daemon second) throws IOException {
    Path known =
        Files.writeString(
            folder.resolve("known"),
            Files.readString(copies.keys().knownHosts(first.port()))
                + Files.readString(copies.keys().knownHosts(second.port())));
    return Files.writeString(
        folder.resolve("ssh_config"),
        """
        Host first
          Port %d
        Host second
          Port %d
        Host *
          HostName 127.0.0.1
          UserKnownHostsFile %s
          IdentityFile %s
          IdentitiesOnly yes
          IdentityAgent none
          BatchMode yes
        """
            .formatted(first.port(), second.port(), known, copies.keys().identity("ed25519")));
  }

  /** A program of that name on a server's path, which reads that configuration. */
  private Path scpThere(String whose) throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path script = bin.resolve("scp");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -F '%s/ssh_config' \"$@\"\n"
            .formatted(program(whose, "scp"), folder));
    Copies.shell("chmod 755 \"$1\"", script);
    return bin;
  }

  /** Whose scp is here, and whose is on the first server. */
  @ParameterizedTest
  @CsvSource({"ours,ours", "ours,theirs", "theirs,ours"})
  void directly(String here, String there) throws Exception {
    String path = scpThere(there) + ":/usr/bin:/bin";
    try (Daemon first = copies.server(Peer.ours("sshd"), "internal-sftp", path);
        Daemon second = copies.server(Peer.ours("sshd"))) {
      Path config = config(first, second);
      Path to = folder.resolve("to");
      List<String> words = List.of("-R", "-r", "-p", "-F", config.toString());
      Command.of(program(here, "scp"))
          .and(words.toArray(String[]::new))
          .and("first:" + from, "second:" + to)
          .run()
          .expectSuccess();
      assertEquals(Copies.tree(from), Copies.tree(to));
      assertTrue(first.logs("publickey"), first.log());
      // What fails on the first one is this one's failure, and is said.
      Command.Outcome outcome =
          Command.of(program(here, "scp"))
              .and(words.toArray(String[]::new))
              .and("first:" + from + "/nope", "second:" + to)
              .run();
      assertEquals(1, outcome.status(), outcome.toString());
      assertTrue(outcome.errors().contains("nope"), outcome.errors());
      assertTrue(outcome.errors().contains("No such file or directory"), outcome.errors());
    }
  }

  @ParameterizedTest
  @CsvSource({"theirs,-s", "theirs,-O", "ours,-s", "ours,-O"})
  void throughHere(String here, String protocol) throws Exception {
    try (Daemon first = copies.server(Peer.ours("sshd"));
        Daemon second = copies.server(Peer.ours("sshd"))) {
      Path config = config(first, second);
      Path to = folder.resolve("to");
      Command.of(program(here, "scp"), "-3", protocol, "-r", "-p", "-F", config.toString())
          .and("first:" + from, "second:" + to)
          .run()
          .expectSuccess();
      assertEquals(Copies.tree(from), Copies.tree(to));
    }
  }

  /** The second server's refusal comes from the first one to here. */
  @Test
  void aSecondLoginThatFailsIsSaid() throws Exception {
    String path = scpThere("ours") + ":/usr/bin:/bin";
    try (Daemon first = copies.server(Peer.ours("sshd"), "internal-sftp", path)) {
      Path config;
      try (Daemon second = copies.server(Peer.ours("sshd"))) {
        config = config(first, second);
      }
      Command.Outcome outcome =
          Command.of(Peer.ours("scp"), "-R", "-F", config.toString())
              .and("first:" + from + "/empty", "second:" + folder + "/x")
              .run();
      assertEquals(1, outcome.status(), outcome.toString());
      assertTrue(outcome.errors().contains("onnect"), outcome.errors());
    }
  }
}
