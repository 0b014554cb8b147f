package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.posix.ChildProcess;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.Spawn;
import dev.aikagi.transport.ByteStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sshd -i where the connection has no address: pipes, and a socket without a name. */
@Timeout(240)
class InheritedTest {
  private static final String USER = System.getProperty("user.name", "root");
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final int MEGABYTE = 1 << 20;

  @TempDir static Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    Assumptions.assumeTrue(Accounts.isRoot(), "OpenSSH's sshd needs root");
    for (String name : List.of("host", "id")) {
      Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
          .and("-f", folder.resolve(name).toString())
          .run()
          .expectSuccess();
    }
  }

  private static List<String> words(String whose, String options, String... lines)
      throws IOException {
    String keys =
        options
            + KEY.publicKey().line()
            + "\n"
            + options
            + Files.readString(folder.resolve("id.pub"));
    Path authorized = Files.writeString(Files.createTempFile(folder, "keys", ""), keys);
    String config =
        String.join(
            "\n",
            "HostKey " + folder.resolve("host"),
            "AuthorizedKeysFile " + authorized,
            "StrictModes no",
            "UsePAM no",
            "SetEnv " + Sshd.NO_HOME,
            "PermitRootLogin yes",
            "PidFile none",
            String.join("\n", lines),
            "");
    Path file = Files.writeString(Files.createTempFile(folder, "sshd_config", ""), config);
    String program = whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    return List.of(program, "-i", "-e", "-f", file.toString());
  }

  private static Command.Outcome overPipes(List<String> server, String command) throws Exception {
    return Command.of(Peer.required("ssh"), "-F", "none", "-o", "BatchMode=yes")
        .and("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")
        .and("-o", "IdentityAgent=none", "-i", folder.resolve("id").toString())
        .and("-o", "ProxyCommand=" + String.join(" ", server))
        .and(USER + "@nowhere", command)
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void overPipes(String whose) throws Exception {
    Command.Outcome outcome =
        overPipes(words(whose, ""), "echo $SSH_CONNECTION; echo $SSH_CLIENT; exit 3");
    assertEquals(3, outcome.status(), outcome::toString);
    assertEquals("UNKNOWN 65535 UNKNOWN 65535\nUNKNOWN 65535 65535\n", outcome.text());
    assertTrue(
        outcome.errors().contains("Accepted publickey for " + USER + " from UNKNOWN port 65535"),
        outcome::errors);
  }

  /** What is asked of an address is not so; what is asked of a name, of UNKNOWN. */
  @ParameterizedTest
  @CsvSource({
    "from=\"*\" , true",
    "from=\"UNKNOWN\" , true",
    "'from=\"!10.0.0.0/8,*\" ', true",
    "from=\"127.0.0.1\" , false",
    "from=\"10.0.0.0/8\" , false"
  })
  void anAddressIsNotKnown(String options, boolean in) throws Exception {
    for (String whose : List.of("theirs", "ours")) {
      Command.Outcome outcome = overPipes(words(whose, options.strip() + " "), "true");
      assertEquals(in ? 0 : 255, outcome.status(), () -> whose + options + outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Match Address *, in",
    "Match Address 127.0.0.0/8, in",
    "Match LocalAddress *, in",
    "Match Host UNKNOWN, forced",
    "Match LocalPort 65535, forced"
  })
  void aMatchByAddressDoesNotHold(String match, String says) throws Exception {
    for (String whose : List.of("theirs", "ours")) {
      List<String> words = words(whose, "", match, "ForceCommand echo forced");
      assertEquals(says + "\n", overPipes(words, "echo in").text(), whose + " " + match);
    }
  }

  private record SocketStream(LocalSocket socket) implements ByteStream {
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return socket.receive(buffer, offset, length, -1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      socket.send(buffer, offset, length, List.of(), -1);
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void overASocketWithoutAName() throws Exception {
    List<String> words = words("ours", "");
    LocalSocket.Pair pair = LocalSocket.pair();
    ChildProcess server =
        Spawn.of(words.getFirst(), words, System.getenv()).onSocket(pair.other(), true);
    pair.other().close();
    ClientOptions options =
        ClientOptions.to(
                "nowhere", 22, USER, (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "any"))
            .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id", KEY))));
    try (Client client = Client.over(new SocketStream(pair.one()), options);
        Session session = client.openSession()) {
      session.exec("echo $SSH_CONNECTION; head -c " + MEGABYTE + " /dev/zero");
      byte[] all = session.stdout().readAllBytes();
      String first = "UNKNOWN 65535 UNKNOWN 65535\n";
      assertEquals(first, new String(all, 0, first.length(), StandardCharsets.US_ASCII));
      assertEquals(first.length() + MEGABYTE, all.length);
    }
    var _ = server.waitFor();
  }
}
