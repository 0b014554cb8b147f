package dev.aikagi.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiverTest {
  private final AtomicLong credited = new AtomicLong();
  private final AtomicLong clock = new AtomicLong();

  private Receiver receiver(int initial, int max) {
    ConnectionOptions options =
        ConnectionOptions.SERVER.withWindows(initial, max, 64 << 20).withMaxChannels(8);
    return new Receiver(
        new ChunkPool(), new WindowBudget(options), max, credited::addAndGet, clock::get);
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

  /** Near, and where there is enough of it. */
  @Test
  void creditsQuartersOfALargeWindow() throws Exception {
    int window = 1 << 20;
    Receiver receiver = receiver(window, window);
    byte[] sent = new byte[window];
    new Random(2).nextBytes(sent);
    for (int at = 0; at < window; at += 32_768) {
      receiver.data(Receiver.DATA, sent, at, 32_768);
    }
    byte[] read = new byte[window];
    int first = receiver.read(Receiver.DATA, read, 0, window / 4 - 1);
    assertEquals(window / 4 - 1, first);
    assertEquals(0, credited.get());
    assertEquals(window - first, receiver.read(Receiver.DATA, read, first, window - first));
    assertEquals(window, credited.get());
    assertArrayEquals(sent, read);
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

  /** Takes so much without waiting, and fails where it is told to. */
  private static final class Terminal extends ByteArrayOutputStream implements ReadyOutput {
    private int room;
    private boolean broken;

    @Override
    public synchronized int writeReady(byte[] array, int offset, int length) throws IOException {
      if (broken) {
        throw new IOException("nobody reads");
      }
      int n = Math.min(room, length);
      room -= n;
      write(array, offset, n);
      return n;
    }

    @Override
    public synchronized void write(byte[] array, int offset, int length) {
      if (broken) {
        throw new java.io.UncheckedIOException(new IOException("nobody reads"));
      }
      super.write(array, offset, length);
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Waits on a thread of its own, as the caller of transferTo does. */
  private static FutureTask<Long> transfer(Receiver receiver, Terminal to) throws Exception {
    FutureTask<Long> transfer =
        new FutureTask<>(() -> receiver.transfer(Receiver.DATA, to::write, to));
    Thread thread = Thread.ofPlatform().daemon().start(transfer);
    awaitParked(thread);
    return transfer;
  }

  @Test
  void passesOnWhatIsTakenAtOnceAndLeavesTheRestToWhoeverWaits() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    Terminal terminal = new Terminal();
    terminal.room = 5;
    FutureTask<Long> transfer = transfer(receiver, terminal);
    byte[] sent = "abcdefgh".getBytes(US_ASCII);
    receiver.data(Receiver.DATA, sent, 0, 3);
    assertEquals("abc", terminal.toString(US_ASCII));
    assertEquals(0, receiver.available(Receiver.DATA));
    receiver.data(Receiver.DATA, sent, 3, 4);
    assertEquals(2, receiver.available(Receiver.DATA));
    receiver.data(Receiver.DATA, sent, 7, 1);
    assertEquals("abcde", terminal.toString(US_ASCII), "overtaken");
    receiver.eof();
    assertEquals(8, transfer.get());
    assertEquals("abcdefgh", terminal.toString(US_ASCII));
  }

  @Test
  void leavesBulkToWhoeverWaits() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    Terminal terminal = new Terminal();
    terminal.room = 8000;
    FutureTask<Long> transfer = transfer(receiver, terminal);
    receiver.data(Receiver.DATA, new byte[Receiver.PROMPT + 1], 0, Receiver.PROMPT + 1);
    assertEquals(Receiver.PROMPT + 1, receiver.available(Receiver.DATA));
    receiver.eof();
    assertEquals(Receiver.PROMPT + 1, transfer.get());
  }

  /** The reader sends nothing: the credit is left to the thread that waits. */
  @Test
  void creditsWhatIsPassedOn() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    Terminal terminal = new Terminal();
    terminal.room = 2000;
    FutureTask<Long> transfer = transfer(receiver, terminal);
    receiver.data(Receiver.DATA, new byte[999], 0, 999);
    receiver.data(Receiver.DATA, new byte[1], 0, 1);
    assertEquals(0, credited.get());
    receiver.tell();
    while (credited.get() == 0) {
      Thread.onSpinWait();
    }
    assertEquals(1000, credited.get());
    receiver.eof();
    assertEquals(1000, transfer.get());
  }

  @Test
  void anOutputThatFailsIsTheBusinessOfItsThread() throws Exception {
    Receiver receiver = receiver(8000, 8000);
    Terminal terminal = new Terminal();
    terminal.broken = true;
    FutureTask<Long> transfer = transfer(receiver, terminal);
    receiver.data(Receiver.DATA, new byte[10], 0, 10);
    receiver.tell();
    ExecutionException e = assertThrows(ExecutionException.class, transfer::get);
    Throwable failed = java.util.Objects.requireNonNull(e.getCause());
    assertEquals("nobody reads", java.util.Objects.requireNonNull(failed.getCause()).getMessage());
  }

  /** A reader that starves at the edge of the window makes it grow. */
  @Test
  void growsWhileTheWindowIsWhatLimits() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    for (int round = 0; round < 30; round++) {
      // The peer sends all it may in a burst; what is credited meanwhile takes a round trip.
      burst(receiver, 8000 + credited.get() - sent, 1_000);
      clock.addAndGet(3_000_000);
    }
    // Data is consumed to the last eighth, so what is granted ahead is about the window.
    long window = 8000 + credited.get() - sent;
    assertTrue(window > 40_000, "window of " + window);
    assertTrue(window <= 64_000, "window of " + window);
  }

  /** Three stops of a tenth of a second for each doubling would be seconds. */
  @Test
  void growsAtEachStopWhereTheWayIsLong() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    measure(receiver, 100_000_000);
    for (int round = 0; round < 8; round++) {
      burst(receiver, 8000 + credited.get() - sent, 1_000);
      clock.addAndGet(100_000_000);
    }
    long window = 8000 + credited.get() - sent;
    assertTrue(window > 40_000, "window of " + window);
  }

  /** What SFTP asks for on a long way would come in the pieces of a small window. */
  @Test
  void isTheLargestAtOnceWhereTheProgramBoundsIt() throws Exception {
    Receiver near = receiver(8000, 64_000);
    measure(near, 19_000_000);
    near.boundedByProgram();
    assertEquals(0, credited.get());
    Receiver unmeasured = receiver(8000, 64_000);
    unmeasured.boundedByProgram();
    assertEquals(0, credited.get());
    Receiver far = receiver(8000, 64_000);
    measure(far, 20_000_000);
    far.boundedByProgram();
    assertEquals(56_000, credited.get());
    far.data(Receiver.DATA, new byte[64_000], 0, 64_000);
    far.boundedByProgram();
    assertEquals(56_000, credited.get());
    Receiver over = receiver(8000, 64_000);
    measure(over, 20_000_000);
    over.eof();
    over.boundedByProgram();
    assertEquals(56_000, credited.get());
  }

  private void measure(Receiver receiver, long roundTrip) {
    receiver.asked();
    clock.addAndGet(roundTrip);
    receiver.answered();
  }

  /** Where every second stop is explained by something else, it is not the window that limits. */
  @Test
  void doesNotGrowForAnAccident() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    for (int round = 0; round < 30; round++) {
      burst(receiver, 8000 + credited.get() - sent, round % 3 == 2 ? 3_000_000 : 1_000);
      clock.addAndGet(3_000_000);
    }
    assertTrue(8000 + credited.get() - sent <= 8000);
  }

  /** Whoever waits for a processor stops at the edge too, but the way to it is short. */
  @Test
  void doesNotGrowForAPeerThatIsNear() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    receiver.asked();
    clock.addAndGet(500_000);
    receiver.answered();
    for (int round = 0; round < 12; round++) {
      burst(receiver, 8000 + credited.get() - sent, 1_000);
      clock.addAndGet(3_000_000);
    }
    assertTrue(8000 + credited.get() - sent <= 8000);
  }

  /** OpenSSH's sshd moves all of a large window in memory for each packet. */
  @Test
  void doesNotGrowForAPeerThatIsSlow() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    for (int round = 0; round < 20; round++) {
      burst(receiver, 8000, 3_000_000);
    }
    assertTrue(8000 + credited.get() - sent <= 8000);
  }

  @Test
  void doesNotGrowForAReaderThatIsSlow() throws Exception {
    Receiver receiver = receiver(8000, 64_000);
    for (int round = 0; round < 20; round++) {
      feed(receiver, 4000);
      clock.addAndGet(1_500_000);
      drain(receiver, 4000);
    }
    assertTrue(8000 + credited.get() - sent <= 8000);
  }

  /** Eight packets with a pause after each, to a reader that waits for every one of them. */
  private void burst(Receiver receiver, long bytes, long pause) throws Exception {
    for (int i = 8; i > 0; i--) {
      int length = (int) (bytes / i);
      bytes -= length;
      Thread waiting = Thread.ofPlatform().start(() -> read(receiver, length));
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      feed(receiver, length);
      waiting.join();
      clock.addAndGet(pause);
    }
  }

  private long sent;

  private void feed(Receiver receiver, int length) throws IOException {
    receiver.data(Receiver.DATA, new byte[length], 0, length);
    receiver.tell();
    sent += length;
  }

  private static void drain(Receiver receiver, int length) throws IOException {
    byte[] buffer = new byte[length];
    for (int done = 0; done < length; ) {
      done += receiver.read(Receiver.DATA, buffer, done, length - done);
    }
  }

  private static void read(Receiver receiver, int length) {
    try {
      drain(receiver, length);
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
