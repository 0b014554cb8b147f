package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ssh-keygen with keys that only an agent has, OpenSSH's and ours with the agent of either: files
 * are signed and certificates issued, and OpenSSH's believes them.
 */
class KeygenWithAgentTest {
  /** Those of which there is no private file any more when they are used. */
  private static final List<String> TYPES = List.of("ed25519", "ecdsa-256", "rsa");

  @TempDir Path folder;

  /** Whose ssh-keygen, and whose agent. */
  record Pair(String keygen, String agent) {
    String program() {
      return keygen.equals("ours") ? Peer.ours("ssh-keygen") : Peer.required("ssh-keygen");
    }
  }

  private static Stream<Pair> pairs() {
    return Stream.of(
        new Pair("ours", "ours"), new Pair("ours", "OpenSSH's"), new Pair("OpenSSH's", "ours"));
  }

  private Agent holding(Pair pair, Keys keys) throws Exception {
    Agent agent = Agent.start(pair.agent(), folder.resolve("agent"), Map.of());
    for (String type : TYPES) {
      agent.add("ours", "-q", keys.identity(type).toString()).run().expectSuccess();
      Files.delete(keys.identity(type));
    }
    return agent;
  }

  private Command keygen(Pair pair, Agent agent, String... words) {
    return agent.client(List.of("setsid", "-w", pair.program())).and(words);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void filesAreSigned(Pair pair) throws Exception {
    Keys keys = Keys.make(folder);
    Path file = Files.writeString(folder.resolve("file"), "text\n");
    Path signature = folder.resolve("file.sig");
    try (Agent agent = holding(pair, keys)) {
      for (String type : TYPES) {
        Path key = Keys.publicPart(keys.identity(type));
        Path allowed =
            Files.writeString(folder.resolve("allowed"), "hoge " + Files.readString(key));
        keygen(pair, agent, "-q", "-Y", "sign", "-n", "file", "-f", key.toString(), file.toString())
            .run()
            .expectSuccess();
        Command.of(Peer.required("ssh-keygen"), "-Y", "verify", "-n", "file", "-I", "hoge")
            .and("-f", allowed.toString(), "-s", signature.toString())
            .input(file)
            .run()
            .expectSuccess();
        Files.delete(signature);
      }
      agent.add("ours", "-q", "-D").run().expectSuccess();
      String key = Keys.publicPart(keys.identity("ed25519")).toString();
      Command without = keygen(pair, agent, "-Y", "sign", "-n", "file", "-f", key, file.toString());
      assertTrue(without.run().status() != 0, "neither the agent nor a file has the key");
      assertFalse(Files.exists(signature));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void certificatesAreIssued(Pair pair) throws Exception {
    Keys keys = Keys.make(folder);
    Path user = Keys.publicPart(keys.host("ed25519"));
    Path certificate = folder.resolve("host_ed25519-cert.pub");
    try (Agent agent = holding(pair, keys)) {
      for (String type : TYPES) {
        String authority = Keys.publicPart(keys.identity(type)).toString();
        keygen(pair, agent, "-q", "-U", "-s", authority, "-I", "id", "-n", "a", user.toString())
            .run()
            .expectSuccess();
        // Shows only what the authority's key has signed.
        String shown =
            Command.of(Peer.required("ssh-keygen"), "-L", "-f", certificate.toString())
                .run()
                .expectSuccess();
        String listed = Command.of(Peer.required("ssh-keygen"), "-l", "-f", authority).run().text();
        assertTrue(shown.contains(listed.split(" ", -1)[1]), shown);
        Files.delete(certificate);
      }
    }
  }
}
