package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.ChannelFailure;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Message;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single guards of the connection protocol. */
@Timeout(60)
class ConnectionGuardsTest {
  private static ConnectionHandler idle() {
    return Mux.sessions(() -> new Program(s -> ExitResult.status(s.stdin().read())));
  }

  private static void assertProtocolError(Termination how) {
    assertEquals(
        DisconnectReason.PROTOCOL_ERROR,
        assertInstanceOf(Termination.LocalDisconnect.class, how).reason());
  }

  private static CompletableFuture<@Nullable IOException> opening(RawPeer client) {
    CompletableFuture<@Nullable IOException> failed = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            client.connection.openSession();
            failed.complete(null);
          } catch (IOException e) {
            failed.complete(e);
          }
        });
    return failed;
  }

  /** What the limits are is part of what is promised. */
  @Tag("B9")
  @Test
  void theLimitsOfAConnection() {
    ConnectionOptions o = ConnectionOptions.SERVER;
    assertEquals(256, o.maxChannels());
    assertEquals(10, o.maxSessions());
    assertEquals(64 << 20, o.windowSum());
    assertEquals(16 << 20, o.maxWindow());
    assertEquals(64 << 10, o.maxPacket());
    assertThrows(IllegalArgumentException.class, () -> o.withMaxChannels(0));
    assertThrows(IllegalArgumentException.class, () -> o.withMaxSessions(-1));
    assertThrows(IllegalArgumentException.class, () -> o.withWindows(0, 10, 10));
    assertThrows(IllegalArgumentException.class, () -> o.withWindows(10, 9, 10));
    assertThrows(IllegalArgumentException.class, () -> o.withWindows(10, 10, 9));
  }

  /** "No more sessions" is a client's promise: a server cannot make it for the client. */
  @Tag("A2")
  @Test
  void aServerPromisesNothingForTheClient() throws Exception {
    try (RawPeer peer = RawPeer.ofClient()) {
      peer.send(new GlobalRequest("no-more-sessions@openssh.com", false, Bytes.EMPTY));
      peer.send(new ChannelOpen("session", 1, 1000, 32768, Bytes.EMPTY));
      assertEquals(ChannelOpenFailure.NUMBER, peer.next()[0]);
    }
  }

  /** A channel that is not confirmed yet takes nothing. */
  @Tag("B10")
  @Test
  void dataBeforeTheConfirmationEndsTheConnection() throws Exception {
    RawPeer peer = RawPeer.ofClient();
    CompletableFuture<@Nullable IOException> failed = opening(peer);
    peer.await(ChannelOpen.NUMBER);
    peer.send(new ChannelData(0, Bytes.utf8("early")));
    assertProtocolError(peer.end());
    assertInstanceOf(IOException.class, failed.get());
  }

  @Tag("B10")
  @Test
  void aSecondConfirmationEndsTheConnection() throws Exception {
    RawPeer peer = RawPeer.ofClient();
    CompletableFuture<@Nullable IOException> opened = opening(peer);
    peer.await(ChannelOpen.NUMBER);
    peer.send(new ChannelOpenConfirmation(0, 1, 1000, 32768, Bytes.EMPTY));
    assertEquals(null, opened.get());
    peer.send(new ChannelOpenConfirmation(0, 2, 1000, 32768, Bytes.EMPTY));
    assertProtocolError(peer.end());
  }

  /** Whoever opens cannot confirm it himself, while this side still thinks about it. */
  @Tag("B10")
  @Test
  void nobodyConfirmsHisOwnOpen() throws Exception {
    for (Message own :
        List.of(
            new ChannelOpenConfirmation(0, 1, 1000, 32768, Bytes.EMPTY),
            new ChannelOpenFailure(0, 1, "", ""))) {
      CountDownLatch thinks = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      RawPeer peer =
          RawPeer.ofServer(
              new ConnectionHandler() {
                @Override
                public OpenDecision open(Connection c, OpenRequest r) {
                  thinks.countDown();
                  SessionTest.await(go);
                  return new OpenDecision.Refuse(OpenFailureReason.CONNECT_FAILED, "");
                }
              });
      peer.send(new ChannelOpen("any@test", 1, 1000, 32768, Bytes.EMPTY));
      SessionTest.await(thinks);
      peer.send(own);
      assertProtocolError(peer.end());
      go.countDown();
    }
  }

  /** A handler that is chosen while the connection ends is told of it: it may hold something. */
  @Tag("H1")
  @Test
  void aHandlerThatIsChosenTooLateIsToldOfTheEnd() throws Exception {
    CountDownLatch thinks = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    SessionHandler handler =
        new SessionHandler() {
          @Override
          public boolean request(ServerSession session, SessionRequest request) {
            return false;
          }

          @Override
          public ExitResult run(ServerSession session) {
            throw new AssertionError("no program was granted");
          }

          @Override
          public void closed(ServerSession session) {
            told.countDown();
          }
        };
    RawPeer peer =
        RawPeer.ofServer(
            Mux.sessions(
                () -> {
                  thinks.countDown();
                  SessionTest.await(go);
                  return handler;
                }));
    peer.send(new ChannelOpen("session", 1, 1000, 32768, Bytes.EMPTY));
    SessionTest.await(thinks);
    peer.connection.close();
    peer.end();
    go.countDown();
    SessionTest.await(told);
  }

  /** A confirmation that comes after the wait was given up: the channel is closed, not kept. */
  @Tag("B10")
  @Test
  void aLateConfirmationIsClosedAtOnce() throws Exception {
    MemoryTransport.Pair pair = MemoryTransport.pair(64);
    Connection client =
        new Connection(
            pair.client(),
            ConnectionHandler.REFUSE_ALL,
            Mux.quiet(ConnectionOptions.CLIENT).withRequestTimeout(Duration.ofMillis(20)));
    CompletableFuture<Termination> run = Mux.start(client);
    assertThrows(SshException.class, client::openSession);
    assertEquals(1, client.openChannels());
    assertEquals(ChannelOpen.NUMBER, pair.server().receive().number());
    pair.server().send(new ChannelOpenConfirmation(0, 9, 1000, 32768, Bytes.EMPTY));
    assertEquals(ChannelClose.NUMBER, pair.server().receive().number());
    pair.server().send(new ChannelClose(0));
    // In order: when the answer to this comes, the close was seen.
    pair.server().send(new GlobalRequest("keepalive@openssh.com", true, Bytes.EMPTY));
    assertEquals(82, pair.server().receive().number());
    assertEquals(0, client.openChannels());
    client.close();
    Mux.end(run);
  }

  /** Bytes after the fields are a fault, on the bulk path as everywhere. */
  @Tag("B1")
  @ParameterizedTest
  @ValueSource(ints = {94, 95})
  void bytesAfterTheDataEndTheConnection(int number) throws Exception {
    RawPeer peer = RawPeer.ofServer(idle());
    long channel = peer.openSession(1000);
    WireWriter w = new WireWriter().writeByte(number).writeUint32(channel);
    if (number == 95) {
      w.writeUint32(1);
    }
    peer.sendBytes(w.writeUtf8("abc").writeByte(0).toArray());
    assertProtocolError(peer.end());
  }

  /** Extended data of a kind that nobody knows is not taken for stderr. */
  @Tag("B10")
  @Test
  void onlyTypeOneIsStderr() throws Exception {
    try (RawPeer peer = RawPeer.ofClient()) {
      CompletableFuture<Session> opened = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> {
            try {
              opened.complete(peer.connection.openSession());
            } catch (IOException e) {
              opened.completeExceptionally(e);
            }
          });
      peer.await(ChannelOpen.NUMBER);
      peer.send(new ChannelOpenConfirmation(0, 1, 1000, 32768, Bytes.EMPTY));
      Session session = opened.get();
      peer.send(new ChannelExtendedData(0, 2, Bytes.utf8("other")));
      peer.send(new ChannelExtendedData(0, 1, Bytes.utf8("stderr")));
      assertEquals(
          "stderr",
          new String(session.stderr().readNBytes(6), java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  /** RFC 4254 section 6: one pty and before the program, signals and the like only for one. */
  @Tag("H3")
  @Test
  void requestsHaveTheirOrder() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(idle())) {
      long channel = peer.openSession(1000);
      ChannelRequestData pty =
          new ChannelRequestData.PtyReq("vt100", 80, 24, 0, 0, Bytes.of(new byte[1]));
      ChannelRequestData size = new ChannelRequestData.WindowChange(1, 2, 3, 4);
      ChannelRequestData signal = new ChannelRequestData.Signal("TERM");
      ChannelRequestData interrupt = new ChannelRequestData.Break(100);
      ChannelRequestData exec = new ChannelRequestData.Exec(Bytes.utf8("x"));
      assertEquals(false, granted(peer, channel, size));
      assertEquals(false, granted(peer, channel, signal));
      assertEquals(false, granted(peer, channel, interrupt));
      assertEquals(true, granted(peer, channel, pty));
      assertEquals(false, granted(peer, channel, pty));
      assertEquals(true, granted(peer, channel, size));
      assertEquals(true, granted(peer, channel, exec));
      assertEquals(true, granted(peer, channel, signal));
      assertEquals(false, granted(peer, channel, exec));
      assertEquals(false, granted(peer, channel, new ChannelRequestData.Shell()));
      assertEquals(false, granted(peer, channel, new ChannelRequestData.Env("A", Bytes.EMPTY)));
      long second = peer.openSession(1000);
      assertEquals(true, granted(peer, second, exec));
      assertEquals(false, granted(peer, second, pty));
    }
  }

  private static boolean granted(RawPeer peer, long channel, ChannelRequestData data)
      throws Exception {
    peer.send(new ChannelRequest(channel, data.requestType(), true, data.toBytes()));
    int number = peer.next()[0];
    assertTrue(number == ChannelSuccess.NUMBER || number == ChannelFailure.NUMBER);
    return number == ChannelSuccess.NUMBER;
  }

  /** What is not read any more is not kept either. */
  @Tag("B11")
  @Test
  void nothingIsKeptForNobody() throws Exception {
    byte[] some = new byte[1000];
    Receiver ended = receiver();
    ended.data(Receiver.DATA, some, 0, 1000);
    ended.eof();
    ended.data(Receiver.DATA, some, 0, 1000);
    assertEquals(1000, ended.available(Receiver.DATA));
    Receiver stopped = receiver();
    stopped.data(Receiver.DATA, some, 0, 1000);
    stopped.stop();
    assertEquals(0, stopped.available(Receiver.DATA));
    stopped.data(Receiver.DATA, some, 0, 1000);
    assertEquals(0, stopped.available(Receiver.DATA));
    Receiver discarding = receiver();
    discarding.discardAll(Receiver.DATA);
    discarding.data(Receiver.DATA, some, 0, 1000);
    assertEquals(0, discarding.available(Receiver.DATA));
  }

  private static Receiver receiver() {
    return new Receiver(
        new ChunkPool(), new WindowBudget(ConnectionOptions.SERVER), 1 << 20, bytes -> {});
  }

  /** However windows are granted, grown and given back, their sum stays what it may be. */
  @Tag("B11")
  @Test
  void theSumOfAllWindowsIsBounded() {
    ConnectionOptions options = ConnectionOptions.SERVER;
    WindowBudget budget = new WindowBudget(options);
    for (int round = 0; round < 3; round++) {
      List<Integer> windows = new ArrayList<>();
      for (int i = 0; i < options.maxChannels(); i++) {
        windows.add(budget.grantNew());
        assertTrue(windows.getLast() > 0, "a channel without a window");
        for (int grow = 0; grow < 20; grow++) {
          windows.set(i, windows.get(i) + budget.grantMore(16 << 20));
        }
      }
      long sum = windows.stream().mapToLong(w -> w).sum();
      assertTrue(sum <= options.windowSum(), "windows of " + sum);
      assertTrue(sum > options.windowSum() / 2, "windows were lost: " + sum);
      windows.forEach(budget::giveBack);
    }
  }

  /** A channel gives its window back once, however often it goes. */
  @Tag("B11")
  @Test
  void aWindowIsGivenBackOnce() {
    ConnectionOptions options = ConnectionOptions.SERVER;
    WindowBudget budget = new WindowBudget(options);
    long sum = 0;
    Receiver one = new Receiver(new ChunkPool(), budget, 1 << 20, bytes -> {});
    for (int i = 0; i < 1000; i++) {
      one.gone();
    }
    for (int i = 0; i < options.maxChannels(); i++) {
      sum += budget.grantNew();
    }
    assertTrue(sum <= options.windowSum(), "windows of " + sum);
  }

  @Tag("B11")
  @Test
  void thePoolOfBuffersIsBounded() {
    ChunkPool pool = new ChunkPool();
    java.util.Set<byte[]> given =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    for (int i = 0; i < 300; i++) {
      byte[] chunk = new byte[ChunkPool.CHUNK];
      given.add(chunk);
      pool.give(chunk);
    }
    int reused = 0;
    for (int i = 0; i < 300; i++) {
      reused += given.contains(pool.take()) ? 1 : 0;
    }
    assertTrue(reused <= 256, reused + " buffers were kept");
  }

  /**
   * A peer that asks without end and never reads an answer: of every kind of answer that this side
   * owes only so many are kept, then the connection ends.
   */
  @Tag("B10")
  @Tag("B3")
  @Test
  void answersThatNobodyTakesAreNotPiledUp() throws Exception {
    LongFunction<Message> refusedOpen = n -> new ChannelOpen("session", n, 1000, 1, Bytes.EMPTY);
    LongFunction<Message> globalRequest =
        n -> new GlobalRequest("x@test", true, Bytes.of(new byte[100]));
    LongFunction<Message> channelRequest = n -> new ChannelRequest(0, "x@test", true, Bytes.EMPTY);
    List<CompletableFuture<Termination>> ends = new ArrayList<>();
    for (LongFunction<Message> kind : List.of(refusedOpen, globalRequest)) {
      ends.add(floods(kind, idle(), false));
    }
    ends.add(floods(channelRequest, idle(), true));
    ends.add(floods(channelRequest, new Accepting(), true));
    for (CompletableFuture<Termination> end : ends) {
      assertProtocolError(Mux.end(end));
    }
  }

  /** Accepts any channel and asks nothing of it. */
  private static final class Accepting implements ConnectionHandler {
    @Override
    public OpenDecision open(Connection c, OpenRequest r) {
      return new OpenDecision.Accept(channel -> channel.in().transferTo(channel.out()));
    }
  }

  private static CompletableFuture<Termination> floods(
      LongFunction<Message> kind, ConnectionHandler handler, boolean onChannel) throws Exception {
    MemoryTransport.Pair pair = MemoryTransport.pair(8);
    Connection server = new Connection(pair.server(), handler, Mux.quiet(ConnectionOptions.SERVER));
    CompletableFuture<Termination> run = Mux.start(server);
    if (onChannel) {
      String type = handler instanceof Accepting ? "any@test" : "session";
      pair.client().send(new ChannelOpen(type, 7, 0, 32768, Bytes.EMPTY));
      assertEquals(ChannelOpenConfirmation.NUMBER, pair.client().receive().number());
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (int i = 0; i < 5000; i++) {
                  pair.client().send(kind.apply(i));
                }
                // All of them were taken: that is what must not happen.
                server.close();
              } catch (IOException e) {
                assertTrue(server.termination().isPresent() || e.getMessage() != null);
              }
            });
    return run;
  }
}
