package dev.aikagi.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Termination;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.transport.MemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ChannelTimeout and UnusedConnectionTimeout, by a clock of our own. */
@Tag("H3")
@Timeout(30)
class IdleChannelsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration JUST_BEFORE = LIMIT.minusMillis(1);
  private static final Duration INSTANT = Duration.ofMillis(1);

  /** Everything is limited by one rule. */
  private static class Policy implements IdlePolicy {
    final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public void closing(Channel channel, Duration limit) {
      closed.add(channel.use());
    }
  }

  private static final class OfUse extends Policy {
    private final String use;

    OfUse(String use) {
      this.use = use;
    }

    @Override
    public Duration limit(String channelType, String now) {
      assertEquals("session", channelType);
      return now.equals(use) ? LIMIT : Duration.ZERO;
    }
  }

  private static final class OfAll extends Policy {
    @Override
    public Duration limitOfAll() {
      return LIMIT;
    }
  }

  private static final class OfUnused extends Policy {
    @Override
    public Duration limitOfUnused() {
      return LIMIT;
    }
  }

  private final FakeClock clock = new FakeClock();

  /** Two connections by that clock. */
  private final class Joined implements AutoCloseable {
    final Connection client;
    final Connection server;
    final CompletableFuture<Termination> clientRun;
    final CompletableFuture<Termination> serverRun;

    Joined(SessionHandler handler, IdlePolicy ofServer, IdlePolicy ofClient) {
      MemoryTransport.Pair pair = MemoryTransport.pair();
      server = serving(pair.server(), handler, ofServer);
      client =
          new Connection(
              pair.client(),
              ConnectionHandler.REFUSE_ALL,
              Mux.quiet(ConnectionOptions.CLIENT).withIdlePolicy(ofClient),
              clock);
      clientRun = Mux.start(client);
      serverRun = Mux.start(server);
    }

    @Override
    public void close() {
      client.close();
      var _ = Mux.end(clientRun);
      var _ = Mux.end(serverRun);
      assertEquals(0, clock.alarms());
    }
  }

  private Connection serving(MemoryTransport transport, SessionHandler handler, IdlePolicy policy) {
    return new Connection(
        transport,
        Mux.sessions(() -> handler),
        Mux.quiet(ConnectionOptions.SERVER).withIdlePolicy(policy),
        clock);
  }

  /** One byte there and back. */
  private static void echo(Session session) throws IOException {
    session.stdin().write('x');
    assertEquals('x', session.stdout().read());
  }

  @Test
  void aServerClosesASessionThatCarriesNothing() throws Exception {
    Program echo = Program.echo();
    Policy policy = new OfUse("session:command");
    try (Joined joined = new Joined(echo, policy, IdlePolicy.NEVER)) {
      Session session = joined.client.openSession();
      assertEquals(0, clock.alarms());
      session.exec("cat");
      clock.pass(JUST_BEFORE);
      assertTrue(policy.closed.isEmpty());
      clock.pass(INSTANT);
      assertEquals(List.of("session:command"), policy.closed);
      assertEquals(-1, session.stdout().read());
      assertEquals(new ExitResult.Unknown(), session.awaitExit());
      assertTrue(echo.closed.await(10, TimeUnit.SECONDS));
      assertTrue(joined.server.termination().isEmpty());
      assertEquals(0, clock.alarms());
    }
  }

  @Test
  void dataInEitherDirectionKeepsASession() throws Exception {
    CountDownLatch more = new CountDownLatch(1);
    Program talks =
        new Program(
            session -> {
              assertEquals('x', session.stdin().read());
              session.stdout().write("only input came".getBytes(UTF_8));
              SessionTest.await(more);
              session.stdout().write("only output goes".getBytes(UTF_8));
              session.stdin().transferTo(session.stdout());
              return ExitResult.status(0);
            });
    Policy policy = new OfUse("session:shell");
    try (Joined joined = new Joined(talks, policy, IdlePolicy.NEVER)) {
      Session session = joined.client.openSession();
      session.shell();
      clock.pass(JUST_BEFORE);
      session.stdin().write('x');
      assertEquals("only input came", read(session, 15));
      clock.pass(JUST_BEFORE);
      more.countDown();
      assertEquals("only output goes", read(session, 16));
      clock.pass(JUST_BEFORE);
      assertTrue(policy.closed.isEmpty());
      clock.pass(INSTANT);
      assertEquals(List.of("session:shell"), policy.closed);
    }
  }

  private static String read(Session session, int length) throws IOException {
    return new String(session.stdout().readNBytes(length), UTF_8);
  }

  @Test
  void theProgramDecidesWhatASessionIs() throws Exception {
    for (String use :
        List.of("session:shell", "session:command", "session:subsystem:sftp", "session")) {
      Policy policy = new OfUse(use);
      try (Joined joined = new Joined(Program.echo(), policy, IdlePolicy.NEVER)) {
        var _ = joined.client.openSession();
        joined.client.openSession().shell();
        joined.client.openSession().exec("cat");
        joined.client.openSession().subsystem("sftp");
        clock.pass(LIMIT);
        assertEquals(List.of(use), policy.closed);
      }
    }
  }

  /** The handler must not wait for a CLOSE that never comes. */
  @Test
  void aPeerThatDoesNotAnswerHoldsNothing() throws Exception {
    Program echo = Program.echo();
    MemoryTransport.Pair pair = MemoryTransport.pair(64);
    Policy policy = new OfUse("session:command");
    Connection server = serving(pair.server(), echo, policy);
    try (RawPeer peer = RawPeer.of(server, pair.client())) {
      peer.exec(peer.openSession(100), "cat");
      clock.pass(LIMIT);
      peer.await(ChannelClose.NUMBER);
      assertTrue(echo.closed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClientClosesItsSession() throws Exception {
    Policy policy = new OfUse("session:shell");
    try (Joined joined = new Joined(Program.echo(), IdlePolicy.NEVER, policy)) {
      Session session = joined.client.openSession();
      session.shell();
      echo(session);
      clock.pass(LIMIT);
      assertEquals(List.of("session:shell"), policy.closed);
      assertEquals(new ExitResult.Unknown(), session.awaitExit());
    }
  }

  @Test
  void dataOfOneChannelKeepsAllWhereTheLimitIsOfAll() throws Exception {
    Policy policy = new OfAll();
    try (Joined joined = new Joined(Program.echo(), policy, IdlePolicy.NEVER)) {
      Session busy = joined.client.openSession();
      Session idle = joined.client.openSession();
      busy.shell();
      idle.shell();
      for (int i = 0; i < 3; i++) {
        clock.pass(JUST_BEFORE);
        echo(busy);
      }
      assertTrue(policy.closed.isEmpty());
      clock.pass(LIMIT);
      assertEquals(List.of("session:shell", "session:shell"), policy.closed);
      assertEquals(new ExitResult.Unknown(), idle.awaitExit());
      assertEquals(new ExitResult.Unknown(), busy.awaitExit());
    }
  }

  @Test
  void aConnectionThatUsesNoChannelEnds() throws Exception {
    Policy policy = new OfUnused();
    try (Joined joined = new Joined(Program.echo(), policy, IdlePolicy.NEVER)) {
      // Both sides run.
      assertInstanceOf(
          GlobalReply.Failure.class,
          joined.client.globalRequest("any", dev.aikagi.Bytes.EMPTY, Duration.ofSeconds(10)));
      clock.pass(JUST_BEFORE);
      // Without a program it does not count.
      var _ = joined.client.openSession();
      assertTrue(joined.server.termination().isEmpty());
      clock.pass(INSTANT);
      assertEquals(
          new Termination.PeerDisconnect(11, "no channel was in use for 10 s"),
          Mux.end(joined.clientRun));
    }
  }

  @Test
  void aConnectionThatUsesAChannelStaysUntilItIsGone() throws Exception {
    Policy policy = new OfUnused();
    try (Joined joined = new Joined(Program.echo(), policy, IdlePolicy.NEVER)) {
      Session session = joined.client.openSession();
      session.shell();
      clock.pass(LIMIT.multipliedBy(3));
      assertTrue(joined.server.termination().isEmpty());
      assertEquals(0, clock.alarms());
      session.stdin().close();
      assertEquals(ExitResult.status(0), session.awaitExit());
      session.close();
      // In order after the CLOSE.
      var _ = joined.client.globalRequest("any", dev.aikagi.Bytes.EMPTY, Duration.ofSeconds(10));
      clock.pass(JUST_BEFORE);
      assertFalse(joined.serverRun.isDone());
      clock.pass(INSTANT);
      assertInstanceOf(Termination.PeerDisconnect.class, Mux.end(joined.clientRun));
    }
  }

  @Test
  void aProgramThatStartsIsUseAndOneThatIsRefusedIsNone() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch decided = new CountDownLatch(1);
    Program refused =
        new Program(
            request -> {
              starting.countDown();
              SessionTest.await(decided);
              return false;
            },
            session -> ExitResult.status(0));
    try (Joined joined = new Joined(refused, new OfUnused(), IdlePolicy.NEVER)) {
      Session session = joined.client.openSession();
      Reply reply = session.send(new SessionRequest.Shell());
      SessionTest.await(starting);
      clock.pass(LIMIT.multipliedBy(3));
      assertTrue(joined.server.termination().isEmpty());
      decided.countDown();
      assertFalse(reply.granted());
      clock.pass(LIMIT);
      assertInstanceOf(Termination.PeerDisconnect.class, Mux.end(joined.clientRun));
    }
  }

  @Test
  void withoutAPolicyNoTimerRuns() throws Exception {
    try (Joined joined = new Joined(Program.echo(), IdlePolicy.NEVER, IdlePolicy.NEVER)) {
      Session session = joined.client.openSession();
      session.shell();
      echo(session);
      assertEquals(0, clock.alarms());
    }
  }
}
