package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.aikagi.Bytes;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.wire.WireReader;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions have the largest window from the start where the way is long. */
@Timeout(30)
class FarSessionTest {
  private static final long ROUND_TRIP = 20_000_000;
  private static final int LARGEST =
      ConnectionOptions.CLIENT.maxWindow() - ConnectionOptions.CLIENT.initialWindow();

  /** The clock is what the connection measures by, and so the event. */
  private static void letARoundTripPass() {
    long end = System.nanoTime() + ROUND_TRIP;
    for (long left = ROUND_TRIP; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** The window's growth, which another thread sends, and this message, in either order. */
  private static void assertGrowsBeside(int number, RawPeer peer) throws Exception {
    byte[] one = peer.next();
    byte[] other = peer.next();
    boolean first = one[0] == ChannelWindowAdjust.NUMBER;
    byte[] adjust = first ? one : other;
    assertEquals(number, (first ? other : one)[0] & 0xff);
    assertEquals(ChannelWindowAdjust.NUMBER, adjust[0] & 0xff);
    WireReader fields = new WireReader(adjust, 1, adjust.length - 1);
    assertEquals(LARGEST, ChannelWindowAdjust.read(fields).bytesToAdd());
  }

  private static void assertStays(RawPeer peer) throws Exception {
    for (int number = 0; number != ChannelClose.NUMBER; number = peer.next()[0] & 0xff) {
      assertNotEquals(ChannelWindowAdjust.NUMBER, number);
    }
  }

  /** Runs until its input ends. */
  private static Program untilEof() {
    return new Program(session -> ExitResult.status(Math.max(0, session.stdin().read())));
  }

  private static void askFor(String subsystem, RawPeer peer, long channel) throws Exception {
    letARoundTripPass();
    Bytes name = new ChannelRequestData.Subsystem(subsystem).toBytes();
    peer.send(new ChannelRequest(channel, ChannelRequestData.Subsystem.TYPE, true, name));
  }

  @Test
  void aServerGivesItWithItsYesToSftp() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(Mux.sessions(FarSessionTest::untilEof))) {
      askFor("sftp", peer, peer.openSession(1000));
      assertGrowsBeside(ChannelSuccess.NUMBER, peer);
    }
  }

  @Test
  void aServerGivesNoOtherProgramMore() throws Exception {
    try (RawPeer peer = RawPeer.ofServer(Mux.sessions(FarSessionTest::untilEof))) {
      long channel = peer.openSession(1000);
      askFor("other", peer, channel);
      peer.send(new ChannelEof(channel));
      assertStays(peer);
    }
  }

  /** A client's session whose open was answered late, and its request for a subsystem. */
  private static Session asked(String subsystem, RawPeer peer) throws Exception {
    FutureTask<Session> opened = new FutureTask<>(peer.connection::openSession);
    Thread.ofVirtual().start(opened);
    byte[] open = peer.await(ChannelOpen.NUMBER);
    long channel = ChannelOpen.read(new WireReader(open, 1, open.length - 1)).senderChannel();
    letARoundTripPass();
    peer.send(new ChannelOpenConfirmation(channel, 5, 1000, 32768, Bytes.EMPTY));
    Session session = opened.get();
    Reply _ = session.send(new SessionRequest.Subsystem(subsystem));
    return session;
  }

  @Test
  void aClientGivesItWithItsRequestForSftp() throws Exception {
    try (RawPeer peer = RawPeer.ofClient();
        Session _ = asked("sftp", peer)) {
      assertGrowsBeside(ChannelRequest.NUMBER, peer);
    }
  }

  @Test
  void aClientGivesNoOtherProgramMore() throws Exception {
    try (RawPeer peer = RawPeer.ofClient()) {
      asked("other", peer).close();
      assertStays(peer);
    }
  }
}
