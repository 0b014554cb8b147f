package dev.aikagi.tools.keyscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.connection.SessionHandler;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.server.FixedUsers;
import dev.aikagi.server.Server;
import dev.aikagi.server.ServerOptions;
import dev.aikagi.trust.KnownHostsFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SshKeyscanTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private final PrivateKey ed25519 = KeyGenerator.ed25519();
  private final PrivateKey p256 = KeyGenerator.ecdsa(256);
  private final PrivateKey p521 = KeyGenerator.ecdsa(521);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  @TempDir Path folder;
  private Server<?> server;
  private String port;

  @BeforeEach
  void listen() throws Exception {
    FixedUsers users = new FixedUsers();
    server =
        Server.start(
            ServerOptions.of(users.policies(List.of(ed25519, p256, p521), SshKeyscanTest::nobody))
                .withAddresses(ANY_PORT));
    port = Integer.toString(server.addresses().getFirst().getPort());
  }

  private static SessionHandler nobody(Object user) {
    throw new IllegalStateException("nobody logs in: " + user);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String... words) {
    return runWith("", words);
  }

  private int runWith(String input, String... words) {
    return SshKeyscan.run(
        List.of(words),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
  }

  private List<String> lines(String host, PrivateKey... keys) {
    return Stream.of(keys)
        .map(k -> "[" + host + "]:" + port + " " + k.publicKey().line())
        .sorted()
        .toList();
  }

  @Test
  void everyKeyOfTheServerIsPrintedOnce() {
    assertEquals(0, run("-p", port, "127.0.0.1"));
    assertEquals(lines("127.0.0.1", ed25519, p256, p521), lines());
    assertEquals(3, said().lines().filter(l -> l.startsWith("# 127.0.0.1:" + port)).count());
  }

  @Test
  void onlyTheWantedTypesAreAskedFor() {
    assertEquals(0, run("-q", "-p", port, "-t", "ed25519", "127.0.0.1"));
    assertEquals(lines("127.0.0.1", ed25519), lines());
    assertEquals("", said());
  }

  @Test
  void aServerWithoutTheTypeIsNotFoundAndSaysWhatItHas() {
    assertEquals(1, run("-p", port, "-t", "rsa", "127.0.0.1"));
    assertEquals(List.of(), lines());
    assertTrue(said().contains("the server offers ssh-ed25519,ecdsa-sha2-nistp256"), said());
  }

  @Test
  void listsAreReadFromFilesAndFromStandardInput() throws Exception {
    Path list = Files.writeString(folder.resolve("list"), "# machines\n127.0.0.1 alpha,beta\n");
    assertEquals(
        0, runWith("127.0.0.1\n", "-q", "-p", port, "-t", "ed25519", "-f", list + "", "-f", "-"));
    assertEquals(
        Stream.of("127.0.0.1", "alpha", "beta").flatMap(n -> lines(n, ed25519).stream()).toList(),
        lines());
  }

  @Test
  void aMissingListEndsIt() {
    assertEquals(255, run("-f", folder.resolve("none").toString()));
    assertTrue(said().contains("/none: No such file or directory"), said());
  }

  /** The next address of a machine is asked where one does not answer, and no other one. */
  @Test
  void addressesOfAMachineAreTriedInTurn() {
    assertEquals(
        0, run("-p", port, "-t", "ed25519", "no-such-host.invalid,127.0.0.1,127.0.0.1 name"));
    assertEquals(lines("name", ed25519), lines());
    assertTrue(said().contains("getaddrinfo no-such-host.invalid: "), said());
  }

  @Test
  void hashedNamesAreThoseOfTheHost() throws Exception {
    assertEquals(0, run("-q", "-H", "-p", port, "-t", "ed25519", "127.0.0.1"));
    String line = lines().getFirst();
    assertTrue(line.startsWith("|1|"), line);
    KnownHostsFile file = KnownHostsFile.parse("f", (line + "\n").getBytes(StandardCharsets.UTF_8));
    assertEquals(1, file.find("[127.0.0.1]:" + port).size());
    assertEquals(0, file.find("127.0.0.1").size());
  }

  @Test
  void recordsForTheDnsHaveNoPort() {
    assertEquals(0, run("-D", "-O", "hashalg=sha256", "-p", port, "-t", "ed25519", "127.0.0.1"));
    assertTrue(lines().getFirst().startsWith("127.0.0.1 IN SSHFP 4 2 "), lines().toString());
    assertEquals(1, lines().size());
    assertTrue(said().startsWith("; 127.0.0.1:" + port + " SSH-2.0-"), said());
  }

  /** Of a network nobody is told who does not answer; of a host that was named it is. */
  @Test
  void silenceIsToldOfNamedHostsOnly() throws Exception {
    String closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      closed = Integer.toString(socket.getLocalPort());
    }
    assertEquals(1, run("-p", closed, "127.0.0.1/32"));
    assertEquals("", said());
    assertEquals(1, run("-p", closed, "127.0.0.1"));
    assertEquals("127.0.0.1: Connection refused\n", said());
  }

  @Test
  void whoNeverSpeaksIsGivenUp() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertEquals(1, run("-T", "1", "-p", Integer.toString(mute.getLocalPort()), "127.0.0.1"));
    }
    assertEquals("127.0.0.1: no answer within 1 s\n", said());
  }

  /** Escape sequences are the oldest trick of a server that is shown on a terminal. */
  @Test
  void theVersionCannotMoveTheCursor() throws Exception {
    try (ServerSocket hostile = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = hostile.accept()) {
                  socket
                      .getOutputStream()
                      .write("SSH-2.0-x\33[2J\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertEquals(1, run("-T", "5", "-p", hostile.getLocalPort() + "", "127.0.0.1"));
    }
    assertFalse(said().contains("\33"), said());
  }

  @ParameterizedTest
  @CsvSource({
    "-p 99999 a, 1, Bad port '99999'",
    "-p 0 a, 1, Bad port '0'",
    "-T x a, 1, Bad timeout 'x'",
    "-T 0 a, 1, Bad timeout '0'",
    "-T -1 a, 1, Bad timeout '-1'",
    "-t foo a, 255, 'Unknown key type \"foo\"'",
    "'-t rsa, a', 255, 'Unknown key type \"\"'",
    "-O foo a, 255, Unsupported -O option: foo",
    "-O hashalg=md5 a, 255, Unsupported hash algorithm: md5",
    "-Z a, 1, unknown option -- Z",
    "-4, 1, usage: ssh-keyscan",
  })
  void faultsOfTheCommandLineAreSaid(String words, int code, String text) {
    assertEquals(code, run(words.split(" ")), this::said);
    assertTrue(said().startsWith(text), said());
  }
}
