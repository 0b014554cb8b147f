package dev.aikagi.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.ChannelFailure;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Message;
import dev.aikagi.message.RequestFailure;
import dev.aikagi.message.RequestSuccess;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.wire.WireReader;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostilePeerTest {
  private static final ConnectionHandler ECHO = Mux.sessions(Program::echo);

  /** What no open channel and no request of ours has asked for. */
  static Stream<Message> unsolicited() {
    return Stream.of(
        new RequestSuccess(Bytes.EMPTY),
        new RequestFailure(),
        new ChannelSuccess(0),
        new ChannelFailure(0),
        new ChannelSuccess(99),
        new ChannelFailure(0xffff_ffffL),
        new ChannelOpenConfirmation(0, 1, 1000, 1000, Bytes.EMPTY),
        new ChannelOpenConfirmation(99, 1, 1000, 1000, Bytes.EMPTY),
        new ChannelOpenFailure(0, 1, "", ""),
        new ChannelOpenFailure(0x8000_0000L, 1, "", ""),
        new ChannelData(99, Bytes.EMPTY),
        new ChannelData(0xffff_ffffL, Bytes.EMPTY),
        new ChannelExtendedData(99, 1, Bytes.EMPTY),
        new ChannelWindowAdjust(99, 1),
        new ChannelEof(99),
        new ChannelClose(99),
        new ChannelRequest(99, "exec", true, Bytes.EMPTY),
        new UserauthSuccess());
  }

  @Tag("B10")
  @ParameterizedTest
  @MethodSource("unsolicited")
  void whatNobodyAskedForEndsTheConnection(Message message) throws Exception {
    RawPeer peer = RawPeer.ofServer(ECHO);
    assertEquals(0, peer.openSession(1000));
    peer.send(message);
    assertProtocolError(peer.end());
    assertEquals(DisconnectReason.PROTOCOL_ERROR.code(), disconnectSeenBy(peer));
  }

  /** sshj does so; more failures than there were such requests are nobody's custom. */
  @Tag("B10")
  @Test
  void aFailureForARequestThatWantsNoReplyIsForgivenOnce() throws Exception {
    CountDownLatch forgiven = new CountDownLatch(1);
    RawPeer peer =
        RawPeer.ofServer(
            Mux.sessions(
                () ->
                    new Program(
                        session -> {
                          session.stdin().close();
                          SessionTest.await(forgiven);
                          return ExitResult.status(0);
                        })));
    long channel = peer.openSession(1000);
    peer.exec(channel, "anything");
    byte[] notification = peer.await(ChannelRequest.NUMBER);
    assertTrue(new String(notification, UTF_8).contains("eow@openssh.com"));
    peer.send(new ChannelFailure(channel));
    // An answer to what comes after it: the connection is still there.
    peer.send(new GlobalRequest("any", true, Bytes.EMPTY));
    peer.await(RequestFailure.NUMBER);
    peer.send(new ChannelFailure(channel));
    assertProtocolError(peer.end());
    forgiven.countDown();
  }

  @Tag("A1")
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 6, 20, 30, 51, 52, 53, 60, 66, 79, 101, 127, 128, 255})
  void numbersOfOtherPhasesEndTheConnection(int number) throws Exception {
    RawPeer peer = RawPeer.ofServer(ECHO);
    peer.sendBytes((byte) number);
    assertProtocolError(peer.end());
  }

  @Test
  void aServerIgnoresAuthenticationRequestsThatCameTooLate() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      peer.sendBytes((byte) UserauthRequest.NUMBER, (byte) 1, (byte) 2);
      assertEquals(0, peer.openSession(1000));
    }
    RawPeer client = RawPeer.ofClient();
    client.sendBytes((byte) UserauthRequest.NUMBER);
    assertProtocolError(client.end());
  }

  @Tag("B9")
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void refusesTinyPackets(long maximumPacketSize) throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      peer.send(new ChannelOpen("session", 3, 1000, maximumPacketSize, Bytes.EMPTY));
      byte[] p = peer.next();
      assertEquals(ChannelOpenFailure.NUMBER, p[0]);
      assertEquals(0, peer.connection.openChannels());
    }
  }

  @Tag("B9")
  @Test
  void refusesTinyPacketsInAConfirmation() throws Exception {
    RawPeer peer = RawPeer.ofClient();
    CountDownLatch failed = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          try {
            peer.connection.openSession();
          } catch (java.io.IOException e) {
            failed.countDown();
          }
        });
    peer.await(ChannelOpen.NUMBER);
    peer.send(new ChannelOpenConfirmation(0, 1, 1000, 4, Bytes.EMPTY));
    assertProtocolError(peer.end());
    SessionTest.await(failed);
  }

  @Tag("B9")
  @Test
  void aWindowThatWrapsEndsTheConnection() throws Exception {
    RawPeer peer = RawPeer.ofServer(ECHO);
    long channel = peer.openSession(1);
    peer.send(new ChannelWindowAdjust(channel, 0xffff_fffeL));
    peer.send(new ChannelWindowAdjust(channel, 0));
    peer.send(new ChannelWindowAdjust(channel, 1));
    assertProtocolError(peer.end());
  }

  @Tag("B9")
  @Test
  void aWindowOfZeroWaitsAndAnAdjustWakes() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      long channel = peer.openSession(0);
      peer.exec(channel, "echo");
      peer.send(new ChannelData(channel, Bytes.utf8("abc")));
      peer.send(new ChannelWindowAdjust(channel, 2));
      assertEquals("ab", dataOf(peer.await(ChannelData.NUMBER)));
      peer.send(new ChannelWindowAdjust(channel, 0));
      peer.send(new ChannelWindowAdjust(channel, 0xffff_ffffL));
      assertEquals("c", dataOf(peer.await(ChannelData.NUMBER)));
    }
  }

  @Tag("B9")
  @Test
  void moreDataThanTheWindowEndsTheConnection() throws Exception {
    RawPeer peer = RawPeer.ofServer(idle(), small(10_000));
    long channel = peer.openSession(1000);
    peer.send(new ChannelData(channel, Bytes.of(new byte[10_000])));
    // A tenth is forgiven, as OpenSSH forgives it.
    peer.send(new ChannelData(channel, Bytes.of(new byte[1000])));
    peer.send(new ChannelData(channel, Bytes.of(new byte[1])));
    assertProtocolError(peer.end());
  }

  @Test
  void dataAfterEofIsDroppedAndTheChannelGoesOn() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      long channel = peer.openSession(1000);
      peer.send(new ChannelEof(channel));
      peer.send(new ChannelData(channel, Bytes.utf8("late")));
      peer.exec(channel, "echo");
      peer.await(ChannelClose.NUMBER);
      peer.send(new ChannelData(channel, Bytes.utf8("later")));
      peer.send(new ChannelWindowAdjust(channel, 5));
      peer.send(new ChannelClose(channel));
      assertEquals(0, peer.openSession(10));
    }
  }

  @Tag("B10")
  @Test
  void dataAfterItsOwnCloseEndsTheConnection() throws Exception {
    RawPeer peer = RawPeer.ofServer(idle());
    long channel = peer.openSession(1000);
    peer.send(new ChannelClose(channel));
    peer.send(new ChannelData(channel, Bytes.utf8("after")));
    assertProtocolError(peer.end());
  }

  @Test
  void extendedDataForAServerIsDroppedAndCredited() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(idle(), small(8000))) {
      long channel = peer.openSession(1000);
      for (int i = 0; i < 40; i++) {
        peer.send(new ChannelExtendedData(channel, 1 + i % 2, Bytes.of(new byte[1000])));
        peer.await(ChannelWindowAdjust.NUMBER);
      }
      assertTrue(peer.connection.termination().isEmpty());
    }
  }

  @Test
  void unknownRequestsFailInOrder() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Program slow =
        new Program(
            r -> {
              SessionTest.await(go);
              return r instanceof SessionRequest.Exec;
            },
            s -> ExitResult.status(s.stdin().read()));
    try (RawPeer peer = RawPeer.ofServer(Mux.sessions(() -> slow))) {
      long channel = peer.openSession(1000);
      Bytes command = new dev.aikagi.wire.WireWriter().writeUtf8("x").toBytes();
      peer.send(new ChannelRequest(channel, "unknown@test", true, Bytes.utf8("?")));
      peer.send(new ChannelRequest(channel, "exec", true, command));
      peer.send(new ChannelRequest(channel, "keepalive@openssh.com", true, Bytes.EMPTY));
      peer.send(new ChannelRequest(channel, "unknown@test", false, Bytes.EMPTY));
      go.countDown();
      assertEquals(ChannelFailure.NUMBER, peer.next()[0]);
      assertEquals(ChannelSuccess.NUMBER, peer.next()[0]);
      assertEquals(ChannelFailure.NUMBER, peer.next()[0]);
    }
  }

  @Tag("B10")
  @Test
  void rejectedOpensCostNothingAndOtherChannelsMove() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      long channel = peer.openSession(1 << 30);
      peer.exec(channel, "echo");
      peer.forget();
      long before = usedHeap();
      int rounds = 500;
      int opens = 2000;
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < opens; i++) {
          peer.send(new ChannelOpen("nothing@test", i, 0, 32768, Bytes.EMPTY));
        }
        peer.send(new ChannelData(channel, Bytes.utf8("ping")));
        assertTrue(peer.connection.openChannels() <= 256);
      }
      awaitReceived(peer, (long) rounds * opens);
      long grown = usedHeap() - before;
      assertTrue(grown < (16 << 20), "heap grew by " + grown);
      long start = System.nanoTime();
      peer.connection.close();
      peer.end();
      assertTrue(System.nanoTime() - start < 1_000_000_000L);
    }
  }

  @Tag("B10")
  @Test
  void globalRequestsWithoutEndAreAnsweredInBoundedMemory() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(ECHO)) {
      peer.forget();
      long before = usedHeap();
      for (int i = 0; i < 200_000; i++) {
        peer.send(new GlobalRequest("x@test", true, Bytes.EMPTY));
      }
      awaitReceived(peer, 200_000);
      assertTrue(usedHeap() - before < (16 << 20));
    }
  }

  @Tag("B9")
  @Test
  void limitsChannelsOfThePeer() throws Exception {
    ConnectionHandler holdsOpen =
        new ConnectionHandler() {
          @Override
          public OpenDecision open(Connection c, OpenRequest r) {
            return new OpenDecision.Accept(channel -> channel.in().transferTo(channel.out()));
          }
        };
    try (RawPeer peer = RawPeer.ofServer(holdsOpen)) {
      for (int i = 0; i < 256; i++) {
        peer.send(new ChannelOpen("any@test", i, 0, 32768, Bytes.EMPTY));
        assertEquals(ChannelOpenConfirmation.NUMBER, peer.next()[0]);
      }
      peer.send(new ChannelOpen("any@test", 256, 0, 32768, Bytes.EMPTY));
      byte[] p = peer.next();
      assertEquals(ChannelOpenFailure.NUMBER, p[0]);
      assertEquals(
          OpenFailureReason.RESOURCE_SHORTAGE.code(),
          ChannelOpenFailure.read(new WireReader(p, 1, p.length - 1)).reasonCode());
      List<Channel> open = peer.connection.channels();
      long windows = open.stream().mapToLong(c -> c.receiver().initialWindow()).sum();
      assertTrue(windows <= 64 << 20, "windows of " + windows + " bytes");
    }
  }

  private static ConnectionHandler idle() {
    return Mux.sessions(() -> new Program(s -> ExitResult.status(0)));
  }

  private static ConnectionOptions small(int window) {
    return Mux.quiet(ConnectionOptions.SERVER).withWindows(window, window, window * 256);
  }

  private static void awaitReceived(RawPeer peer, long count) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (peer.received.get() < count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(peer.received.get() >= count, "only " + peer.received.get());
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String dataOf(byte[] p) throws Exception {
    return ChannelData.read(new WireReader(p, 1, p.length - 1)).data().utf8();
  }

  private static long disconnectSeenBy(RawPeer peer) {
    try {
      peer.transport.receive();
      throw new AssertionError("no disconnect");
    } catch (dev.aikagi.ConnectionEndedException e) {
      return assertInstanceOf(Termination.PeerDisconnect.class, e.termination()).reasonCode();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertProtocolError(Termination how) {
    assertEquals(
        DisconnectReason.PROTOCOL_ERROR,
        assertInstanceOf(Termination.LocalDisconnect.class, how).reason());
  }
}
