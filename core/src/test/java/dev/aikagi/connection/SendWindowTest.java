package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.Message;
import dev.aikagi.transport.Payload;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbound half of a channel at the edges of its numbers and of its life. */
@Timeout(60)
class SendWindowTest {
  /** Counts what is sent and forgets it. */
  private static final class Counter implements Transport {
    final List<Message> messages = new ArrayList<>();
    long data;
    long largest;
    long largestMaximum;
    private final CountDownLatch inData = new CountDownLatch(1);
    private final CountDownLatch go;

    Counter(CountDownLatch go) {
      this.go = go;
    }

    @Override
    public void send(Message message) {
      messages.add(message);
    }

    @Override
    public void sendData(long recipient, byte[] bytes, int offset, int length, int maximum) {
      inData.countDown();
      SessionTest.await(go);
      data += length;
      largest = Math.max(largest, length);
      largestMaximum = Math.max(largestMaximum, maximum);
    }

    @Override
    public void sendExtendedData(long recipient, long code, byte[] bytes, int offset, int length) {
      data += length;
      largest = Math.max(largest, length);
    }

    @Override
    public Payload receive() {
      throw new AssertionError("nothing is received here");
    }

    @Override
    public Bytes sessionId() {
      return Bytes.EMPTY;
    }

    @Override
    public Bytes hostKeyBlob() {
      return Bytes.EMPTY;
    }

    @Override
    public Map<String, Bytes> peerExtensions() {
      return Map.of();
    }

    @Override
    public void authenticated() {}

    @Override
    public void disconnect(DisconnectReason reason, String text) {}

    @Override
    public Termination end(Throwable cause) {
      return new Termination.Closed();
    }

    @Override
    public void close() {}
  }

  private static final CountDownLatch OPEN = new CountDownLatch(0);
  private int closes;
  private final Counter counter = new Counter(OPEN);
  private final Sender sender = new Sender(counter, () -> closes++, () -> {});

  /** More than 2^32 bytes go through a window that is filled up again and again. */
  @Tag("B9")
  @Test
  void moreThanFourGibibytesEnd() throws Exception {
    byte[] block = new byte[8 << 20];
    sender.opened(1, 0, 32768);
    long wanted = (1L << 32) + 1;
    for (long left = wanted; left > 0; left -= block.length) {
      int n = (int) Math.min(left, block.length);
      sender.adjust(n);
      sender.write(0, block, 0, n);
    }
    assertEquals(wanted, counter.data);
    // The window is used up to the byte: one more than nothing still fits.
    sender.adjust(0xffff_ffffL);
    assertThrows(DisconnectException.class, () -> sender.adjust(1));
  }

  @Tag("B9")
  @Test
  void theLargestWindowTakesTwoGibibytes() throws Exception {
    byte[] block = new byte[8 << 20];
    sender.opened(1, 0xffff_ffffL, 32768);
    for (int i = 0; i < 256; i++) {
      sender.write(0, block, 0, block.length);
    }
    assertEquals(1L << 31, counter.data);
    sender.adjust(1L << 31);
    assertThrows(DisconnectException.class, () -> sender.adjust(1));
  }

  @Tag("B9")
  @Test
  void writingNothingNeedsNoWindow() throws Exception {
    sender.opened(1, 0, 32768);
    sender.write(0, new byte[10], 5, 0);
    sender.write(1, new byte[0], 0, 0);
    assertEquals(0, counter.data);
    assertThrows(IndexOutOfBoundsException.class, () -> sender.write(0, new byte[10], 5, 6));
  }

  /** The peer's packet size is obeyed, and never trusted beyond ours. */
  @Tag("B9")
  @Test
  void packetsAreNeitherLargerThanThePeersNorThanOurs() throws Exception {
    sender.opened(1, 1 << 20, 100);
    sender.write(0, new byte[1000], 0, 1000);
    assertEquals(100, counter.largestMaximum);
    for (long huge : new long[] {0xffff_ffffL, 1L << 31, 1 << 30}) {
      Counter other = new Counter(OPEN);
      Sender wide = new Sender(other, () -> {}, () -> {});
      wide.opened(1, 1 << 20, huge);
      wide.write(0, new byte[100_000], 0, 100_000);
      assertEquals(64 * 1024, other.largestMaximum);
    }
  }

  /** Extended data is cut by the sender itself. */
  @Tag("B9")
  @Test
  void extendedDataIsCutToThePeersPackets() throws Exception {
    sender.opened(1, 1 << 20, 100);
    sender.write(1, new byte[1000], 0, 1000);
    assertEquals(100, counter.largest);
    assertEquals(1000, counter.data);
  }

  /** One large write does not keep the others waiting for all of it. */
  @Tag("B11")
  @Test
  void aLargeWriteGoesInPieces() throws Exception {
    sender.opened(1, 1 << 30, 32768);
    sender.write(0, new byte[4 << 20], 0, 4 << 20);
    assertEquals(4 << 20, counter.data);
    assertEquals(256 * 1024, counter.largest);
  }

  @Tag("B10")
  @Test
  void nothingFollowsEofAndItIsSaidOnce() throws Exception {
    sender.opened(1, 1 << 20, 32768);
    sender.eof();
    sender.eof();
    assertEquals(1, counter.messages.stream().filter(ChannelEof.class::isInstance).count());
    assertThrows(IOException.class, () -> sender.write(0, new byte[1], 0, 1));
    assertEquals(0, counter.data);
  }

  @Tag("B10")
  @Test
  void nothingFollowsCloseAndItIsSaidOnce() throws Exception {
    sender.opened(1, 1 << 20, 32768);
    sender.close();
    sender.close();
    assertEquals(1, closes);
    assertThrows(IOException.class, () -> sender.write(0, new byte[1], 0, 1));
    assertFalse(sender.send(new ChannelEof(1)));
    sender.sendAdjust(5);
    sender.eof();
    assertEquals(List.of(), counter.messages);
    assertEquals(1, closes);
  }

  /** A close waits for the packet that is under way, or data would follow it. */
  @Tag("B10")
  @Test
  void closeComesAfterThePacketThatIsUnderWay() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Counter slow = new Counter(go);
    int[] closed = {0};
    Sender busy = new Sender(slow, () -> closed[0]++, () -> {});
    busy.opened(1, 1 << 20, 32768);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    busy.write(0, new byte[10], 0, 10);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    SessionTest.await(slow.inData);
    busy.close();
    assertEquals(0, closed[0]);
    go.countDown();
    writer.join(20_000);
    assertTrue(slow.data == 10 && closed[0] == 1, "data " + slow.data + ", close " + closed[0]);
  }
}
