package dev.aikagi.tools.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.forward.DirectTcpip;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where somebody who is logged in may connect to, each setting by itself. */
@Tag("H3")
class ForwardingTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private Login login(String keyOptions, String... settings) throws Exception {
    return LoggedIn.login(
        LoggedIn.somebody(Path.of("/nonexistent")),
        options(keyOptions),
        new StartedHere(),
        ServerLog.toStream(log, ServerLog.Level.INFO),
        settings);
  }

  private static AuthorizedKeyOptions options(String text) {
    if (text.isEmpty()) {
      return AuthorizedKeyOptions.NONE;
    }
    String key = new PublicKeyFile.Entry(KeyGenerator.ed25519().publicKey(), "").line();
    AuthorizedKeys parsed = AuthorizedKeys.parse("keys", (text + " " + key).getBytes(UTF_8));
    return ((AuthorizedKeys.Line.Entry) parsed.lines().getFirst()).options();
  }

  private boolean permits(String keyOptions, String... settings) throws Exception {
    return new Forwarding(login(keyOptions, settings)).permits(DirectTcpip.to("db.example", 5432));
  }

  private void refused(String line, String keyOptions, String... settings) throws Exception {
    log.reset();
    assertFalse(permits(keyOptions, settings), line);
    assertEquals(line + "\r\n", log.toString(UTF_8));
  }

  private static final String OFF =
      "refused local port forward: originator 127.0.0.1 port 65535, target db.example port 5432: ";

  @Test
  void isPermittedWhereNobodySaysAnything() throws Exception {
    assertTrue(permits(""));
    assertTrue(permits("", "AllowTcpForwarding=yes"));
    assertTrue(permits("", "AllowTcpForwarding=local"));
    assertTrue(permits("", "DisableForwarding=no"));
    assertEquals("", log.toString(UTF_8));
  }

  @Test
  void allowTcpForwardingSwitchesItOff() throws Exception {
    refused(OFF + "AllowTcpForwarding no", "", "AllowTcpForwarding=no");
    refused(OFF + "AllowTcpForwarding remote", "", "AllowTcpForwarding=remote");
  }

  @Test
  void disableForwardingIsStronger() throws Exception {
    refused(OFF + "DisableForwarding yes", "", "AllowTcpForwarding=yes", "DisableForwarding=yes");
  }

  @Test
  void theOptionsOfTheKeyCanForbidIt() throws Exception {
    String why = OFF + "the options of the key do not permit port forwarding";
    refused(why, "no-port-forwarding");
    refused(why, "restrict");
    refused(why, "restrict,permitopen=\"db.example:5432\"");
    assertTrue(permits("restrict,port-forwarding"));
  }

  @Test
  void whoseTargetIsNotListedIsRefused() throws Exception {
    String denied =
        "Received request from 127.0.0.1 port 22 to connect to host db.example port 5432,"
            + " but the request was denied. (";
    String server = denied + "PermitOpen does not have db.example:5432)";
    refused(server, "", "PermitOpen=db.example:5433");
    refused(server, "", "PermitOpen=none");
    refused(server, "", "PermitOpen=*.example:5432");
    assertTrue(permits("", "PermitOpen=other:1 db.example:*"));
    assertTrue(permits("", "PermitOpen=any"));
    String key = denied + "permitopen of the key does not have db.example:5432)";
    refused(key, "permitopen=\"db.example:5433\"");
    assertTrue(permits("permitopen=\"other:1\",permitopen=\"*:5432\""));
  }

  @Test
  void bothListsCount() throws Exception {
    String mine = "permitopen=\"db.example:5432\"";
    assertTrue(permits(mine, "PermitOpen=db.example:5432"));
    assertFalse(permits(mine, "PermitOpen=db.example:1"));
    assertFalse(permits("permitopen=\"db.example:1\"", "PermitOpen=db.example:5432"));
  }

  @Test
  void whoHasToChangeHisPasswordGetsNoConnection() throws Exception {
    Login must = LoggedIn.withAPasswordThatIsOver(login(""));
    assertFalse(new Forwarding(must).permits(DirectTcpip.to("h", 22)));
    assertTrue(log.toString(UTF_8).contains("the password has expired"));
  }

  @Test
  void whatAPeerSaysIsMadeHarmlessInTheLog() throws Exception {
    Forwarding forwarding = new Forwarding(login("", "AllowTcpForwarding=no"));
    forwarding.permits(new DirectTcpip("a\nAccepted b\u001b[2J", 22, "\r\nx", 1));
    assertEquals(1, log.toString(UTF_8).lines().count());
    assertFalse(log.toString(UTF_8).contains("\u001b"));
  }

  @Test
  void whatFailsIsLoggedInTheWordsOfOpenSsh() throws Exception {
    Forwarding forwarding = new Forwarding(login(""));
    forwarding.failed(DirectTcpip.to("h", 22), new ConnectException("Connection refused"));
    forwarding.failed(DirectTcpip.to("h", 22), new UnknownHostException("Name not known"));
    assertEquals(
        List.of(
            "connect_to h port 22: failed. (Connection refused)",
            "connect_to h: unknown host (Name not known)"),
        log.toString(UTF_8).lines().toList());
  }

  @Test
  void addressFamilyHoldsForTheTargetsToo() throws Exception {
    assertEquals(
        List.of(InetAddress.ofLiteral("127.0.0.1")),
        new Forwarding(login("", "AddressFamily=inet")).resolve("127.0.0.1"));
    Forwarding six = new Forwarding(login("", "AddressFamily=inet6"));
    org.junit.jupiter.api.Assertions.assertThrows(
        UnknownHostException.class, () -> six.resolve("127.0.0.1"));
  }

  @Test
  @Tag("H2")
  void theSocketIsTheUsers() throws Exception {
    assumeTrue(User.effectiveId() == 0, "only root can make a socket for somebody else");
    Login login = login("");
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (ServerSocketChannel target = ServerSocketChannel.open().bind(any);
        SocketChannel socket = new Forwarding(login).socket(StandardProtocolFamily.INET)) {
      socket.connect(target.getLocalAddress());
      assertEquals(login.user().uid(), owner(socket));
    }
  }

  /** As the kernel's list of sockets has it: the one from this port. */
  private static long owner(SocketChannel socket) throws IOException {
    int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
    String local = String.format("0100007F:%04X", port);
    for (String line : Files.readAllLines(Path.of("/proc/self/net/tcp"))) {
      List<String> fields = List.of(line.strip().split(" +"));
      if (fields.get(1).equals(local)) {
        return Long.parseLong(fields.get(7));
      }
    }
    throw new AssertionError("no socket of port " + port);
  }
}
