package dev.aikagi.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.client.KnownHostsCheck;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ten lines of the README, as they stand there, against OpenSSH's sshd. */
class LibraryExampleTest {
  @TempDir Path folder;

  private static String run(
      String host, int port, String user, Path identity, Path knownHosts, String command)
      throws Exception {
    // README: begin
    var known =
        new KnownHosts(
            List.of(KnownHostsFile.parse("known_hosts", Files.readAllBytes(knownHosts))));
    var check = new KnownHostsCheck(known, new KnownHosts.Query(host, port));
    var options = ClientOptions.to(host, port, user, check);
    try (var key = PrivateKeyFile.read(identity, null).orThrow().key();
        var client =
            Client.connect(
                options.withMethods(
                    new ClientMethod.PublicKey(List.of(Identity.of("mine", key)))));
        var session = client.openSession()) {
      session.exec(command);
      return new String(session.stdout().readAllBytes(), UTF_8);
    }
    // README: end
  }

  @Test
  void theLinesOfTheReadmeRun() throws Exception {
    Keys keys = Keys.make(folder);
    try (Daemon server = Sshd.start(Peer.required("sshd"), keys, List.of())) {
      Path known = keys.knownHosts(server.port());
      String user = System.getProperty("user.name");
      assertEquals(
          "out\n",
          run("127.0.0.1", server.port(), user, keys.identity("ed25519"), known, "echo out"));
    }
  }

  @Test
  void theReadmesShowTheseLines() throws Exception {
    Path source = Path.of("src/test/java/dev/aikagi/interop/LibraryExampleTest.java");
    String code = Files.readString(source);
    String lines =
        code.substring(code.indexOf("// README: begin\n") + 17, code.indexOf("    // README: end"))
            .stripTrailing()
            .stripIndent();
    for (String readme : List.of("README.md", "README.ja.md")) {
      String text = Files.readString(Path.of("..", readme));
      assertTrue(text.contains("```java\n" + lines + "\n```"), readme + " shows other lines");
    }
  }
}
