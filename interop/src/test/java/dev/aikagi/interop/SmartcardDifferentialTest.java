package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ssh-add with smartcards: it is the agent that has to know PKCS#11, so what counts is that both
 * ssh-adds ask an agent for the same, byte by byte, and tell the same of what it answers.
 */
class SmartcardDifferentialTest {
  private static final int FAILURE = 5;
  private static final int SUCCESS = 6;

  private static final List<String> CASES =
      List.of(
          "-s /lib/p11.so",
          "-s p11",
          "-e /lib/p11.so",
          "-d -s p11",
          "-q -s p11",
          "-q -e p11",
          "-t 100 -s p11",
          "-t 1h -c -s p11",
          "-c -s p11",
          "-t 100 -c -e p11",
          "-s one -s two",
          "-s one -e two",
          "-K -s p11",
          "-H known -h alpha -s p11",
          "-H known -h alpha -h alpha>us@beta -t 5 -c -s p11",
          "-H known -h alpha -e p11",
          "-H known -h nohost -s p11",
          "-s",
          "-l -s p11");

  @TempDir Path folder;
  private Path pin;

  @BeforeEach
  void files() throws Exception {
    Peer.required("ssh-add");
    pin = Files.writeString(folder.resolve("pin"), "1234\n");
    Path key = folder.resolve("key");
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "")
        .and("-f", key.toString())
        .run()
        .expectSuccess();
    Files.writeString(
        folder.resolve("known"), "alpha,beta " + Files.readString(folder.resolve("key.pub")));
  }

  /** One that answers everything alike; what one client sent it, and what the client said. */
  private record Asked(List<String> requests, Command.Outcome outcome) {
    static Asked by(String program, int answer, Path folder, Path input, String... words)
        throws Exception {
      Path socket = Files.createTempDirectory(folder, "agent").resolve("s");
      CompletableFuture<List<String>> requests = new CompletableFuture<>();
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(listener, answer, requests));
        List<String> line = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
        line.addAll(List.of(folder.toString(), "setsid", "-w", program));
        Command.Outcome outcome =
            Command.of(line)
                .and(words)
                .input(input)
                .environment("SSH_AUTH_SOCK", socket.toString())
                .run();
        return new Asked(requests.get(20, TimeUnit.SECONDS), outcome);
      }
    }

    private static void serve(
        ServerSocketChannel listener, int answer, CompletableFuture<List<String>> requests) {
      List<String> all = new ArrayList<>();
      try (SocketChannel client = listener.accept()) {
        DataInputStream in = new DataInputStream(Channels.newInputStream(client));
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
        while (true) {
          byte[] request = in.readNBytes(in.readInt());
          all.add(HexFormat.of().formatHex(request));
          out.write(new byte[] {0, 0, 0, 1, (byte) answer});
          out.flush();
        }
      } catch (EOFException e) {
        requests.complete(all);
      } catch (IOException e) {
        requests.completeExceptionally(e);
      }
    }

    @Override
    public String toString() {
      return String.join("\n", requests)
          + "\n"
          + outcome.status()
          + "\n"
          + outcome.text()
          + "\n"
          + outcome.errors().replaceAll("(?s)usage:.*", "usage");
    }
  }

  @Test
  void bothAskForTheSame() throws Exception {
    assertEquals(CASES.size() - 3, same(CASES, SUCCESS), "the rest ask for no card");
  }

  @Test
  void bothSayThatAnAgentRefuses() throws Exception {
    assertEquals(4, same(CASES.subList(0, 4), FAILURE));
  }

  /** How many of them asked for a card. */
  private int same(List<String> lines, int answer) throws Exception {
    List<String> differences = new ArrayList<>();
    int cards = 0;
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      Asked theirs = Asked.by(Peer.required("ssh-add"), answer, folder, pin, words);
      Asked ours = Asked.by(Peer.ours("ssh-add"), answer, folder, pin, words);
      if (!theirs.toString().equals(ours.toString())) {
        differences.add(line + "\n--- theirs\n" + theirs + "\n--- ours\n" + ours);
      }
      cards += theirs.requests().stream().anyMatch(r -> r.matches("(14|15|1a).*")) ? 1 : 0;
      Compared.one("agents");
    }
    assertEquals("", String.join("\n\n", differences));
    return cards;
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void realAgentsRefuseALibraryThatIsNotThere(String whose) throws Exception {
    try (Agent agent = Agent.start(whose, folder.resolve("agent"))) {
      for (String flag : List.of("-s", "-e")) {
        List<String> said = new ArrayList<>();
        for (String adder : List.of("OpenSSH's", "ours")) {
          Command command = agent.add(adder, flag, "/nonexistent/p11.so");
          Command.Outcome outcome = command.input(pin).run();
          assertEquals(1, outcome.status(), outcome::toString);
          said.add(outcome.errors());
        }
        assertTrue(said.getFirst().endsWith(": agent refused operation\n"), said::toString);
        assertEquals(said.getFirst(), said.getLast());
      }
    }
  }

  @Test
  void ourAgentSaysInItsLogThatItHasNone() throws Exception {
    Path socket = folder.resolve("s");
    Path log = folder.resolve("log");
    Process agent =
        Command.of(Peer.ours("ssh-agent"), "-d", "-a", socket.toString())
            .environment("HOME", folder.toString())
            .start(log);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Files.exists(socket) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      Command.Outcome outcome =
          Command.of("setsid", "-w", Peer.required("ssh-add"), "-s", "/lib/p11.so")
              .input(pin)
              .environment("SSH_AUTH_SOCK", socket.toString())
              .run();
      assertEquals(1, outcome.status(), outcome::toString);
    } finally {
      agent.toHandle().destroy();
      assertTrue(agent.waitFor(20, TimeUnit.SECONDS));
    }
    String said = Files.readString(log);
    assertTrue(said.contains("PKCS#11 is not supported by this agent"), said);
  }

  /** As OpenSSH does since it has certificates for cards; 9.2 pays no heed to these files. */
  @Test
  void certificatesAreSentAlong() throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-s", folder.resolve("key").toString())
        .and("-I", "id", "-n", "hoge", folder.resolve("key.pub").toString())
        .run()
        .expectSuccess();
    String add = Peer.ours("ssh-add");
    Asked both = Asked.by(add, SUCCESS, folder, pin, "-s", "p11", "key-cert.pub", "key-cert.pub");
    Asked only = Asked.by(add, SUCCESS, folder, pin, "-C", "-s", "p11", "key-cert.pub");
    Asked none = Asked.by(add, SUCCESS, folder, pin, "-k", "-s", "p11", "key-cert.pub");
    String[] line = Files.readString(folder.resolve("key-cert.pub")).split(" ", -1);
    byte[] blob = java.util.Base64.getDecoder().decode(line[1]);
    String one = "%08x".formatted(blob.length) + HexFormat.of().formatHex(blob);
    String name = "ff00000020" + hex("associated-certs-v00@openssh.com");
    String start = "1a00000003" + hex("p11") + "00000004" + hex("1234") + name;
    String length = "%08x".formatted(2 * (blob.length + 4));
    assertEquals(List.of(start + "00" + length + one + one), both.requests());
    length = "%08x".formatted(blob.length + 4);
    assertEquals(List.of(start + "01" + length + one), only.requests());
    assertEquals(List.of("1400000003" + hex("p11") + "00000004" + hex("1234")), none.requests());
    Asked wrong = Asked.by(add, SUCCESS, folder, pin, "-s", "p11", "nofile");
    assertEquals(List.of(), wrong.requests());
    assertEquals(255, wrong.outcome().status());
    assertEquals(
        "load certificate nofile: No such file or directory\r\n", wrong.outcome().errors());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
