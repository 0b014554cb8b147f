package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiverTest {
  private final AtomicLong credited = new AtomicLong();

  private Receiver receiver(int initial, int max) {
    ConnectionOptions options =
        ConnectionOptions.SERVER.withWindows(initial, max, 64 << 20).withMaxChannels(8);
    return new Receiver(new ChunkPool(), new WindowBudget(options), max, credited::addAndGet);
  }

  @Test
  void creditsEighthsOnConsumption() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    receiver.data(Receiver.DATA, new byte[2000], 0, 2000);
    assertEquals(0, credited.get());
    assertEquals(999, receiver.read(Receiver.DATA, new byte[999], 0, 999));
    assertEquals(0, credited.get());
    assertEquals(1, receiver.read(Receiver.DATA, new byte[1], 0, 1));
    assertEquals(1000, credited.get());
  }

  @Test
  void creditsWhatIsThrownAway() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    receiver.data(Receiver.EXTENDED, new byte[3000], 0, 3000);
    receiver.discardAll(Receiver.EXTENDED);
    assertEquals(3000, credited.get());
    receiver.data(Receiver.EXTENDED, new byte[1000], 0, 1000);
    assertEquals(4000, credited.get());
    receiver.discard(2000);
    assertEquals(6000, credited.get());
  }

  @Test
  void creditsNothingAfterTheEnd() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    receiver.data(Receiver.DATA, new byte[8000], 0, 8000);
    receiver.eof();
    assertEquals(8000, receiver.read(Receiver.DATA, new byte[9000], 0, 9000));
    assertEquals(-1, receiver.read(Receiver.DATA, new byte[1], 0, 1));
    assertEquals(0, credited.get());
  }

  @Tag("B9")
  @Test
  void forgivesATenthOnceAndTakesItBack() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    receiver.data(Receiver.DATA, new byte[8800], 0, 8800);
    assertEquals(8800, receiver.read(Receiver.DATA, new byte[9000], 0, 9000));
    assertEquals(8000, credited.get());
    assertThrows(
        DisconnectException.class, () -> receiver.data(Receiver.DATA, new byte[8001], 0, 8001));
  }

  /** A reader that starves at the edge of the window makes it grow; one that does not, does not. */
  @Test
  void growsWhileTheWindowIsWhatLimits() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    long granted = 8000;
    for (int round = 0; round < 6; round++) {
      // The peer sends all it may, the reader takes it and waits for the next round trip.
      long window = granted - sent;
      feed(receiver, (int) window);
      drain(receiver, (int) window);
      Thread waiting = Thread.ofPlatform().start(() -> readOne(receiver));
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      LockSupport.parkNanos(3_000_000);
      feed(receiver, 1);
      waiting.join();
      granted = 8000 + credited.get();
    }
    // Data is consumed to the last eighth, so what is granted ahead is about the window.
    assertTrue(granted - sent > 40_000, "window of " + (granted - sent));
    assertTrue(granted - sent <= 64_000, "window of " + (granted - sent));
  }

  @Test
  void doesNotGrowForAReaderThatIsSlow() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    for (int round = 0; round < 20; round++) {
      feed(receiver, 4000);
      LockSupport.parkNanos(1_500_000);
      drain(receiver, 4000);
    }
    assertTrue(8000 + credited.get() - sent <= 8000);
  }

  private long sent;

  private void feed(Receiver receiver, int length) throws IOException {
    receiver.data(Receiver.DATA, new byte[length], 0, length);
    sent += length;
  }

  private static void drain(Receiver receiver, int length) throws IOException {
    byte[] buffer = new byte[length];
    for (int done = 0; done < length; ) {
      done += receiver.read(Receiver.DATA, buffer, done, length - done);
    }
  }

  private static void readOne(Receiver receiver) {
    try {
      assertEquals(1, receiver.read(Receiver.DATA, new byte[1], 0, 1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theBufferKeepsBytesInOrder() {
    Random random = new Random(3);
    ReceiveBuffer buffer = new ReceiveBuffer(new ChunkPool());
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      byte[] block = new byte[random.nextInt(i % 3 == 0 ? 5 : 40_000)];
      random.nextBytes(block);
      buffer.append(block, 0, block.length);
      in.writeBytes(block);
      byte[] target = new byte[random.nextInt(60_000)];
      if (random.nextInt(3) == 0) {
        ReceiveBuffer.Slice slice = buffer.take();
        if (slice != null) {
          out.write(slice.array, slice.offset, slice.length);
        }
      } else {
        out.write(target, 0, buffer.read(target, 0, target.length));
      }
      assertEquals(in.size() - out.size(), buffer.size());
    }
    byte[] rest = new byte[(int) buffer.size()];
    assertEquals(rest.length, buffer.read(rest, 0, rest.length));
    out.writeBytes(rest);
    assertTrue(buffer.isEmpty());
    assertArrayEquals(in.toByteArray(), out.toByteArray());
  }

  @Test
  void windowsStayWithinTheirSumAndComeBack() {
    ConnectionOptions options = ConnectionOptions.SERVER;
    WindowBudget budget = new WindowBudget(options);
    int[] windows = new int[256];
    for (int round = 0; round < 3; round++) {
      long sum = 0;
      for (int i = 0; i < windows.length; i++) {
        windows[i] = budget.grantNew();
        windows[i] += budget.grantMore(14 << 20);
        sum += windows[i];
        assertTrue(windows[i] >= 64 * 1024);
      }
      assertTrue(sum <= 64 << 20, "sum " + sum);
      Arrays.stream(windows).forEach(budget::giveBack);
    }
    assertEquals(2 << 20, budget.grantNew());
  }
}
