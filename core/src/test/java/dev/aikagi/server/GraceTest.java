package dev.aikagi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.ClientAuthOptions;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.auth.UserauthClient;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.MemoryStream;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.TransportOptions;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The grace time strikes at any moment of a login. Either the login was complete before, or it
 * never is: nobody is authenticated after the timeout, nothing is closed or counted twice, and
 * nothing stays behind (the classes of CVE-2006-5051 and CVE-2024-6387).
 */
@Tag("H1")
@Timeout(180)
class GraceTest {
  private static final Peer PEER =
      Peer.of(new InetSocketAddress("192.0.2.1", 7), new InetSocketAddress("192.0.2.2", 22));

  private final Startups startups = new Startups(new Random(1));

  private ServerOptions<FixedUsers.User> options(Duration grace, List<ServerEvent> events) {
    return ServerOptions.of(
            TestServer.users().policies(List.of(TestServer.HOST_KEY), user -> LoginTest.says()))
        .withMaxStartups(new MaxStartups(1000, 100, 1000, 1000))
        .withGraceTime(grace)
        .withObserver(events::add);
  }

  /** One visit; what became of it is checked. */
  private void visit(Duration grace, boolean clientSpeaks) throws Exception {
    List<ServerEvent> events = new CopyOnWriteArrayList<>();
    MemoryStream.Pair streams = MemoryStream.pair();
    Thread client = Thread.startVirtualThread(() -> logIn(streams.client(), clientSpeaks));
    new Visit<>(streams.server(), PEER, options(grace, events), startups).run();
    client.join();
    long ended = count(events, ServerEvent.Disconnected.class);
    long late = count(events, ServerEvent.GraceExceeded.class);
    long in = count(events, ServerEvent.Authenticated.class);
    assertEquals(1, ended, events::toString);
    assertTrue(late + in <= 1, events::toString);
    // What the client sent last may lie there unread; then comes the end.
    while (streams.server().read(new byte[1000], 0, 1000) > 0) {
      assertEquals(1, ended);
    }
    ServerEvent last = events.getLast();
    boolean named =
        last instanceof ServerEvent.Disconnected d && d.userName().equals(TestServer.USER);
    assertEquals(in == 1, named, events::toString);
  }

  private static void logIn(ByteStream stream, boolean speaks) {
    SecureTransport t =
        SecureTransport.client(stream, TransportOptions.client(), TestServer.trustsHostKey());
    try {
      if (speaks) {
        t.handshake();
        UserauthClient.authenticate(
            t,
            ClientAuthOptions.of(
                TestServer.USER,
                "test",
                List.of(new ClientMethod.PublicKey(List.of(TestServer.IDENTITY)))));
        t.disconnect(dev.aikagi.DisconnectReason.BY_APPLICATION, "that was all");
      } else if (stream.read(new byte[1000], 0, 1000) >= 0) {
        // The version of the server; then nothing more is said.
        int n = stream.read(new byte[1000], 0, 1000);
        while (n >= 0) {
          n = stream.read(new byte[1000], 0, 1000);
        }
      }
    } catch (IOException e) {
      t.end(e);
    } finally {
      t.close();
    }
  }

  private static long count(List<ServerEvent> events, Class<? extends ServerEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private void many(int times, long atMostMicros, boolean speaks) throws Exception {
    Random random = new Random(times);
    Semaphore eight = new Semaphore(8);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        Duration grace = Duration.ofNanos(1 + random.nextLong(atMostMicros * 1000));
        eight.acquire();
        all.add(
            threads.submit(
                () -> {
                  try {
                    visit(grace, speaks);
                    return null;
                  } finally {
                    eight.release();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(100, TimeUnit.SECONDS);
      }
    }
    assertEquals(0, startups.pending());
  }

  @Test
  void strikesBeforeAnythingIsSaid() throws Exception {
    many(95_000, 200, false);
  }

  /** Nothing else ends a visit of somebody who says nothing. */
  @Test
  void closesTheStreamOfWhoSaysNothing() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          visit(Duration.ofMillis(1), false);
        });
  }

  @Test
  void strikesAnywhereInALogin() throws Exception {
    many(5_000, 60_000, true);
  }

  /** A user whose check takes until the grace time is over, and then says yes. */
  private record Slow(CountDownLatch exceeded) implements UserPolicy {
    @Override
    public UserAuthSettings settings() {
      return UserAuthSettings.of(Set.of("publickey", "password"));
    }

    @Override
    public Optional<dev.aikagi.Reason> refusal() {
      return Optional.empty();
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      await();
      return new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, () -> "at last");
    }

    @Override
    public PasswordDecision password(dev.aikagi.SecretBytes password) {
      await();
      return new PasswordDecision.Accepted();
    }

    private void await() {
      try {
        assertTrue(exceeded.await(60, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Policy(Slow user) implements ConnectionPolicy<Slow> {
    @Override
    public List<Signer> hostKeys() {
      return List.of(TestServer.HOST_KEY);
    }

    @Override
    public ServerAuthPolicy<Slow> users() {
      return name -> user;
    }

    @Override
    public SessionHandler session(AuthenticatedUser<Slow> u, Connection connection) {
      throw new AssertionError("a session after the grace time");
    }
  }

  /** A stream that takes its time to close: what is sent meanwhile still goes through. */
  private record LateClose(ByteStream stream, CountDownLatch closed) implements ByteStream {
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return stream.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      stream.write(buffer, offset, length);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void aYesThatComesTooLateIsNone() throws Exception {
    CountDownLatch exceeded = new CountDownLatch(1);
    List<ServerEvent> events = new CopyOnWriteArrayList<>();
    MemoryStream.Pair streams = MemoryStream.pair();
    CountDownLatch closed = new CountDownLatch(1);
    Thread client = Thread.startVirtualThread(() -> logIn(streams.client(), true));
    ServerOptions<Slow> options =
        ServerOptions.of((Peer p) -> (ConnectionPolicy<Slow>) new Policy(new Slow(exceeded)))
            .withGraceTime(Duration.ofMillis(300))
            .withObserver(
                e -> {
                  events.add(e);
                  if (e instanceof ServerEvent.GraceExceeded) {
                    exceeded.countDown();
                  }
                });
    new Visit<>(new LateClose(streams.server(), closed), PEER, options, startups).run();
    streams.server().close();
    client.join();
    assertEquals(1, count(events, ServerEvent.GraceExceeded.class), events::toString);
    assertEquals(0, count(events, ServerEvent.Authenticated.class), events::toString);
    assertTrue(closed.await(60, TimeUnit.SECONDS));
    assertEquals(0, startups.pending());
  }

  /** Whoever made it in time is not struck later, and counts no more as a startup. */
  @Test
  void whoIsInIsNotStruck() throws Exception {
    List<ServerEvent> events = new CopyOnWriteArrayList<>();
    MemoryStream.Pair streams = MemoryStream.pair();
    Visit<FixedUsers.User> visit =
        new Visit<>(streams.server(), PEER, options(Duration.ofSeconds(30), events), startups);
    Thread server = Thread.startVirtualThread(visit::run);
    logIn(streams.client(), true);
    server.join();
    assertEquals(1, count(events, ServerEvent.Authenticated.class));
    assertEquals(0, count(events, ServerEvent.GraceExceeded.class));
    assertEquals(0, startups.pending());
    assertFalse(server.isAlive());
  }
}
