package dev.aikagi.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.client.Client;
import dev.aikagi.connection.Session;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.SocketByteStream;
import dev.aikagi.transport.TransportOptions;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does with peers that have not proven who they are, and with its listeners. */
@Timeout(60)
class StrangerTest {
  private static final Bytes COMMAND = new WireWriter().writeUtf8("touch canary").toBytes();

  /** CVE-2025-32433: open and exec in one segment with the service request, before any proof. */
  @Tag("A2")
  @Test
  void channelsBeforeAuthenticationReachNobody() throws Exception {
    AtomicBoolean canary = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(3);
    List<List<Message>> attacks =
        List.of(
            List.of(
                new ServiceRequest("ssh-userauth"),
                new ChannelOpen("session", 0, 1 << 20, 32768, Bytes.EMPTY),
                new ChannelRequest(0, "exec", false, COMMAND)),
            List.of(
                new ChannelOpen("session", 0, 1 << 20, 32768, Bytes.EMPTY),
                new ChannelRequest(0, "exec", false, COMMAND)),
            List.of(
                new ServiceRequest("ssh-connection"),
                new GlobalRequest("no-more-sessions@openssh.com", true, Bytes.EMPTY)));
    try (TestServer server =
        TestServer.start(
            TestServer.users(),
            List.of(TestServer.HOST_KEY),
            () ->
                new CommandSession(
                    (command, session) -> {
                      canary.set(true);
                      return 0;
                    }),
            o -> o.withObserver(e -> countDown(e, ended)))) {
      for (List<Message> attack : attacks) {
        SecureTransport raw =
            SecureTransport.client(
                new SocketByteStream(SocketChannel.open(server.address())),
                TransportOptions.client(),
                TestServer.trustsHostKey());
        raw.handshake();
        for (Message m : attack) {
          raw.send(m);
        }
        assertThrows(IOException.class, () -> readToEnd(raw));
        raw.close();
      }
      assertTrue(ended.await(20, TimeUnit.SECONDS));
      assertFalse(canary.get());
    }
  }

  @Tag("H1")
  @Test
  void whoDoesNotAuthenticateInTimeIsCutOff() throws Exception {
    CountDownLatch exceeded = new CountDownLatch(1);
    try (TestServer server =
        TestServer.start(
            TestServer.users(),
            List.of(TestServer.HOST_KEY),
            LoginTest::says,
            o ->
                o.withGraceTime(Duration.ofMillis(200))
                    .withObserver(
                        e -> {
                          if (e instanceof ServerEvent.GraceExceeded) {
                            exceeded.countDown();
                          }
                        }))) {
      try (Socket silent = new Socket(server.address().getAddress(), server.address().getPort())) {
        silent.setSoTimeout(20_000);
        assertTrue(exceeded.await(20, TimeUnit.SECONDS));
        assertTrue(silent.getInputStream().readAllBytes().length > 0);
      }
    }
  }

  @Test
  void whoIsAuthenticatedStaysAfterTheGraceTime() throws Exception {
    try (TestServer server =
            TestServer.start(
                TestServer.users(),
                List.of(TestServer.HOST_KEY),
                LoginTest::echo,
                o -> o.withGraceTime(Duration.ofSeconds(5)));
        Client client = Client.connect(LoginTest.withKey(server));
        Session session = client.openSession()) {
      session.exec("echo");
      assertEquals(0, server.server.pendingStartups());
      session.stdin().write("still here".getBytes(UTF_8));
      session.stdin().close();
      assertEquals("still here", new String(session.stdout().readAllBytes(), UTF_8));
      assertEquals(0, LoginTest.count(server, ServerEvent.GraceExceeded.class));
    }
  }

  @Test
  void limitsStartupsOfOneSource() throws Exception {
    try (TestServer server =
        TestServer.start(
            TestServer.users(),
            List.of(TestServer.HOST_KEY),
            LoginTest::says,
            o -> o.withMaxStartups(new MaxStartups(100, 100, 100, 3)))) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(new Socket(server.address().getAddress(), server.address().getPort()));
        await(server, e -> e instanceof ServerEvent.Connected, i + 1);
      }
      try (Socket fourth = new Socket(server.address().getAddress(), server.address().getPort())) {
        assertEquals(
            "Not allowed at this time\r\n",
            new String(fourth.getInputStream().readAllBytes(), US_ASCII));
      }
      assertEquals(1, LoginTest.count(server, ServerEvent.Refused.class));
      for (Socket s : held) {
        s.close();
      }
      await(server, e -> e instanceof ServerEvent.Disconnected, 3);
      Client.connect(LoginTest.withKey(server)).close();
      await(server, e -> e instanceof ServerEvent.Disconnected, 4);
      assertEquals(0, server.server.pendingStartups());
    }
  }

  /** What a policy looks up of a peer may take its time, which must not be free of charge. */
  @Test
  @Tag("H5")
  void whoIsStillLookedUpCounts() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    List<ServerEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();
    var policies = TestServer.users().policies(List.of(TestServer.HOST_KEY), _ -> LoginTest.says());
    ServerOptions<FixedUsers.User> options =
        ServerOptions.<FixedUsers.User>of(
                peer -> {
                  asked.countDown();
                  try {
                    answer.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return policies.apply(peer);
                })
            .withAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withMaxStartups(new MaxStartups(1, 100, 1, 1))
            .withObserver(events::add);
    try (Server<FixedUsers.User> server = Server.start(options)) {
      InetSocketAddress to = server.addresses().getFirst();
      try (Socket first = new Socket(to.getAddress(), to.getPort())) {
        asked.await();
        try (Socket second = new Socket(to.getAddress(), to.getPort())) {
          second.setSoTimeout(20_000);
          assertEquals(
              "Not allowed at this time\r\n",
              new String(second.getInputStream().readAllBytes(), US_ASCII));
        }
        answer.countDown();
        assertEquals("SSH-", new String(first.getInputStream().readNBytes(4), US_ASCII));
      } finally {
        answer.countDown();
      }
    }
  }

  /** Pipes, and sockets without a name. */
  @Test
  void aPeerWithoutAnAddressIsASourceToo() {
    Peer nobody = Peer.unknown();
    assertEquals("UNKNOWN", nobody.address());
    assertEquals(65535, nobody.port());
    MaxStartups one = new MaxStartups(10, 30, 100, 1);
    Startups startups = new Startups(new java.util.Random(1));
    Bytes source = one.source(nobody.remote());
    assertTrue(startups.enter(source, one).isEmpty());
    assertTrue(startups.enter(one.source(Peer.unknown().remote()), one).isPresent());
    startups.leave(source);
    assertEquals(0, startups.pending());
  }

  @Test
  void dropsMoreAndMoreBetweenBeginAndFull() {
    MaxStartups limits = new MaxStartups(10, 30, 100, 20);
    assertEquals(0, limits.dropPercent(9));
    assertEquals(30, limits.dropPercent(10));
    assertEquals(65, limits.dropPercent(55));
    assertEquals(100, limits.dropPercent(100));
    assertThrows(IllegalArgumentException.class, () -> new MaxStartups(0, 30, 100, 1));
  }

  @Test
  void reloadKeepsListenersAndSessions() throws Exception {
    try (TestServer server = TestServer.start(LoginTest::echo)) {
      InetSocketAddress old = server.address();
      try (Client client = Client.connect(LoginTest.withKey(server));
          Session session = client.openSession()) {
        session.exec("echo");
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions<FixedUsers.User> next =
            ServerOptions.of(
                    TestServer.users()
                        .policies(List.of(TestServer.HOST_KEY), u -> LoginTest.says()))
                .withAddresses(any);
        server.server.reload(next);
        assertEquals(old, server.address());
        // A broken configuration changes nothing.
        assertThrows(IOException.class, () -> server.server.reload(next.withAddresses(any, old)));
        assertEquals(List.of(old), server.server.addresses());
        try (Client second = Client.connect(LoginTest.withKey(server));
            Session says = second.openSession()) {
          says.exec("x");
          assertEquals("you said x", new String(says.stdout().readAllBytes(), UTF_8));
        }
        session.stdin().write(1);
        session.stdin().close();
        assertEquals(1, session.stdout().readAllBytes().length);
      }
    }
  }

  @Test
  void drainsBeforeItEnds() throws Exception {
    try (TestServer server = TestServer.start(LoginTest::echo)) {
      Client client = Client.connect(LoginTest.withKey(server));
      Session session = client.openSession();
      session.exec("echo");
      Thread drain =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      server.server.drain(Duration.ofSeconds(20));
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      session.stdin().write("last words".getBytes(UTF_8));
      session.stdin().close();
      assertEquals("last words", new String(session.stdout().readAllBytes(), UTF_8));
      client.close();
      drain.join(20_000);
      assertFalse(drain.isAlive());
      assertEquals(0, server.server.connections());
    }
  }

  @Test
  void cutsWhatDoesNotEndByItself() throws Exception {
    TestServer server = TestServer.start(LoginTest::echo);
    try (Client client = Client.connect(LoginTest.withKey(server))) {
      Session session = client.openSession();
      session.exec("echo");
      server.server.drain(Duration.ofMillis(100));
      assertEquals(0, server.server.connections());
      client.ended().get(10, TimeUnit.SECONDS);
    }
  }

  private static void countDown(ServerEvent e, CountDownLatch latch) {
    if (e instanceof ServerEvent.Disconnected) {
      latch.countDown();
    }
  }

  private static void await(TestServer server, Predicate<ServerEvent> kind, long count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.events.stream().filter(kind).count() < count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(server.events.stream().filter(kind).count() >= count);
  }

  private static void readToEnd(SecureTransport raw) throws IOException {
    while (true) {
      if (raw.receive().number() == 91) {
        throw new AssertionError("the channel was opened");
      }
    }
  }
}
