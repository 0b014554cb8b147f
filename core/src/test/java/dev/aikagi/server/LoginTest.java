package dev.aikagi.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.Termination;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.AuthenticationMethods;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.transport.RekeyLimit;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server in one process, over loopback, with real cryptography. */
@Timeout(60)
class LoginTest {
  static SessionHandler says() {
    return new CommandSession(
        (command, session) -> {
          session.stdout().write(("you said " + command).getBytes(UTF_8));
          return 7;
        });
  }

  static SessionHandler echo() {
    return new CommandSession(
        (command, session) -> {
          session.stdin().transferTo(session.stdout());
          return 0;
        });
  }

  static ClientOptions withKey(TestServer server) {
    return server.client().withMethods(new ClientMethod.PublicKey(List.of(TestServer.IDENTITY)));
  }

  @Test
  void logsInWithAKeyAndRunsACommand() throws Exception {
    try (TestServer server = TestServer.start(LoginTest::says);
        Client client = Client.connect(withKey(server));
        Session session = client.openSession()) {
      session.exec("hello");
      session.stdin().close();
      assertEquals("you said hello", new String(session.stdout().readAllBytes(), UTF_8));
      assertEquals(ExitResult.status(7), session.awaitExit());
      assertEquals(List.of("publickey"), client.authenticated().completedMethods());
    }
  }

  @Test
  void logsInWithAPasswordAndNotWithAWrongOne() throws Exception {
    try (TestServer server = TestServer.start(LoginTest::says)) {
      Client.connect(
              server
                  .client()
                  .withMethods(new ClientMethod.Password(TestServer.types("correct horse"), 1)))
          .close();
      ClientOptions wrong =
          server.client().withMethods(new ClientMethod.Password(TestServer.types("wrong"), 2));
      AuthenticationException e =
          assertThrows(AuthenticationException.class, () -> Client.connect(wrong));
      assertTrue(String.valueOf(e.getMessage()).contains("Permission denied"));
      assertEquals(1, count(server, ServerEvent.Authenticated.class));
    }
  }

  @Test
  void wantsBothWhereBothAreDemanded() throws Exception {
    UserAuthSettings defaults = UserAuthSettings.of(Set.of("publickey", "password"));
    FixedUsers users =
        TestServer.users()
            .withSettings(
                TestServer.USER,
                new UserAuthSettings(
                    defaults.enabledMethods(),
                    AuthenticationMethods.of(List.of("publickey,password")),
                    defaults.algorithms(),
                    defaults.requiredRsaBits(),
                    defaults.maxTries(),
                    false,
                    null));
    try (TestServer server =
        TestServer.start(users, List.of(TestServer.HOST_KEY), LoginTest::says, o -> o)) {
      ClientMethod key = new ClientMethod.PublicKey(List.of(TestServer.IDENTITY));
      ClientMethod password = new ClientMethod.Password(TestServer.types("correct horse"), 1);
      assertThrows(
          AuthenticationException.class, () -> Client.connect(server.client().withMethods(key)));
      assertThrows(
          AuthenticationException.class,
          () -> Client.connect(server.client().withMethods(password)));
      try (Client client = Client.connect(server.client().withMethods(key, password))) {
        assertEquals(List.of("publickey", "password"), client.authenticated().completedMethods());
      }
    }
  }

  @Test
  void refusesAnotherHostKey() throws Exception {
    PrivateKey other = KeyGenerator.ed25519();
    try (TestServer server =
        TestServer.start(TestServer.users(), List.of(other), LoginTest::says, o -> o)) {
      assertThrows(HostKeyRefusedException.class, () -> Client.connect(withKey(server)));
      assertEquals(0, count(server, ServerEvent.Authenticated.class));
    }
  }

  @Test
  void refusesAKeyOfSomebodyElse() throws Exception {
    Identity stranger = Identity.of("stranger", KeyGenerator.ed25519());
    try (TestServer server = TestServer.start(LoginTest::says)) {
      ClientOptions options =
          server.client().withMethods(new ClientMethod.PublicKey(List.of(stranger)));
      assertThrows(AuthenticationException.class, () -> Client.connect(options));
    }
  }

  @Test
  void movesDataBothWaysWhileKeysChange() throws Exception {
    RekeyLimit often = RekeyLimit.DEFAULT.withBytes(1 << 20);
    int size = 32 << 20;
    try (TestServer server = TestServer.start(LoginTest::echo);
        Client client =
            Client.connect(
                withKey(server).withTransport(TransportOptions.client().withRekeyLimit(often)));
        Session session = client.openSession()) {
      session.exec("echo");
      MessageDigest sent = MessageDigest.getInstance("SHA-256");
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> send(session.stdin(), size, sent));
      MessageDigest got = MessageDigest.getInstance("SHA-256");
      long total = 0;
      byte[] buffer = new byte[70_000];
      for (int n = session.stdout().read(buffer); n >= 0; n = session.stdout().read(buffer)) {
        got.update(buffer, 0, n);
        total += n;
      }
      sending.get(30, TimeUnit.SECONDS);
      assertEquals(size, total);
      assertArrayEquals(sent.digest(), got.digest());
      assertEquals(ExitResult.status(0), session.awaitExit());
    }
  }

  @Tag("D3")
  @Test
  void provesTheHostKeysThatItAnnounces() throws Exception {
    PrivateKey rsa = KeyGenerator.rsa(2048);
    PrivateKey ecdsa = KeyGenerator.ecdsa(256);
    CompletableFuture<List<PublicKey>> proven = new CompletableFuture<>();
    try (TestServer server =
            TestServer.start(
                TestServer.users(),
                List.of(TestServer.HOST_KEY, rsa, ecdsa),
                LoginTest::says,
                o -> o);
        Client client =
            Client.connect(
                withKey(server)
                    .withHostKeys((c, keys) -> proven.complete(c.proveHostKeys(keys))))) {
      assertEquals(
          List.of(TestServer.HOST_KEY.publicKey(), rsa.publicKey(), ecdsa.publicKey()),
          proven.get(20, TimeUnit.SECONDS));
      PublicKey foreign = KeyGenerator.ed25519().publicKey();
      assertThrows(IOException.class, () -> client.proveHostKeys(List.of(foreign)));
      assertFalse(client.ended().isDone());
    }
  }

  @Test
  void closingTheServerEndsTheClient() throws Exception {
    TestServer server = TestServer.start(LoginTest::echo);
    try (Client client = Client.connect(withKey(server))) {
      Session session = client.openSession();
      session.exec("echo");
      server.close();
      assertInstanceOf(Termination.PeerDisconnect.class, client.ended().get(10, TimeUnit.SECONDS));
      assertThrows(ConnectionEndedException.class, session::awaitExit);
    }
  }

  private static void send(OutputStream out, int size, MessageDigest digest) {
    byte[] block = new byte[100_000];
    new Random(1).nextBytes(block);
    try (out) {
      for (int left = size; left > 0; left -= block.length) {
        int n = Math.min(left, block.length);
        out.write(block, 0, n);
        digest.update(block, 0, n);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static long count(TestServer server, Class<?> kind) {
    return server.events.stream().filter(kind::isInstance).count();
  }
}
