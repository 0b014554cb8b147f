package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.transport.MemoryTransport;
import dev.aikagi.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MemoryBoundTest {
  private static final long[] LENGTHS = {
    0, 1, 5, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fffeL, 0xffff_ffffL
  };
  private static final int[] NUMBERS = {
    80, 81, 82, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 50
  };

  /** Whatever a length field says, no message makes its reader allocate more than it brought. */
  @Tag("B1")
  @Test
  void allocatesNoMoreThanArrived() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    for (boolean warm : new boolean[] {false, true}) {
      for (int number : NUMBERS) {
        for (byte[] message : hostile(number)) {
          MemoryTransport.Pair pair = MemoryTransport.pair(8);
          pair.client().sendPayload(message);
          pair.client().close();
          Connection server =
              new Connection(
                  pair.server(), ConnectionHandler.REFUSE_ALL, Mux.quiet(ConnectionOptions.SERVER));
          long before = threads.getThreadAllocatedBytes(self);
          server.run();
          long allocated = threads.getThreadAllocatedBytes(self) - before;
          if (warm) {
            assertTrue(
                allocated <= 2L * message.length + 65_536,
                "message " + number + " of " + message.length + ": " + allocated);
          }
        }
      }
    }
  }

  private static List<byte[]> hostile(int number) {
    List<byte[]> all = new ArrayList<>();
    for (long a : LENGTHS) {
      all.add(new WireWriter().writeByte(number).writeUint32(a).toArray());
      for (long b : LENGTHS) {
        WireWriter w = new WireWriter().writeByte(number).writeUint32(a).writeUint32(b);
        all.add(w.toArray());
        all.add(w.writeRaw(new byte[30_000]).toArray());
      }
    }
    return all;
  }

  /** A hundred channels that nobody reads hold their windows and little more. */
  @Tag("B11")
  @Test
  void consumersThatSleepHoldTheirWindowsAtMost() throws Exception {
    CountDownLatch wake = new CountDownLatch(1);
    ConnectionHandler sleeps =
        new ConnectionHandler() {
          @Override
          public OpenDecision open(Connection c, OpenRequest r) {
            return new OpenDecision.Accept(channel -> SessionTest.await(wake));
          }
        };
    try (Mux mux = Mux.of(sleeps)) {
      long before = usedHeap();
      for (int i = 0; i < 100; i++) {
        Channel channel = mux.client.open("any@test", Bytes.EMPTY);
        Thread.startVirtualThread(() -> fill(channel));
      }
      long windows =
          mux.server.channels().stream().mapToLong(c -> c.receiver().initialWindow()).sum();
      long filled = 0;
      for (long last = -1; filled != last || filled < windows; ) {
        last = filled;
        filled = mux.server.channels().stream().mapToLong(c -> c.receiver().available(0)).sum();
        LockSupport.parkNanos(1_000_000);
      }
      long held = usedHeap() - before;
      assertTrue(windows <= 64 << 20, "windows of " + windows);
      assertTrue(held < windows + 100 * (ChunkPool.CHUNK + 65_536), "held " + held);
      // The connection itself is not stuck.
      assertEquals(
          new GlobalReply.Failure(),
          mux.client.globalRequest(
              "keepalive@openssh.com", Bytes.EMPTY, java.time.Duration.ofSeconds(10)));
      wake.countDown();
    }
  }

  /** Packets of one byte must not cost more memory than their bytes. */
  @Tag("B11")
  @Test
  void tinyPacketsHoldLittleMore() throws Exception {
    ReceiveBuffer buffer = new ReceiveBuffer(new ChunkPool());
    byte[] one = {7};
    long before = usedHeap();
    for (int i = 0; i < 2_000_000; i++) {
      buffer.append(one, 0, 1);
    }
    long held = usedHeap() - before;
    assertEquals(2_000_000, buffer.size());
    assertTrue(held < 4_000_000, "held " + held);
  }

  @Tag("B10")
  @Test
  void creditComesOnlyWithConsumption() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    Program slow =
        new Program(
            s -> {
              SessionTest.await(read);
              int got = s.stdin().readNBytes(64_000).length;
              return ExitResult.status(got + s.stdin().read());
            });
    ConnectionOptions options =
        Mux.quiet(ConnectionOptions.SERVER).withWindows(64_000, 64_000, 64_000 * 256);
    try (RawPeer peer = RawPeer.ofServer(Mux.sessions(() -> slow), options)) {
      long channel = peer.openSession(1000);
      peer.exec(channel, "slow");
      peer.send(new ChannelData(channel, Bytes.of(new byte[64_000])));
      peer.send(new dev.aikagi.message.GlobalRequest("sync@test", true, Bytes.EMPTY));
      assertEquals(dev.aikagi.message.RequestFailure.NUMBER, peer.next()[0]);
      read.countDown();
      assertEquals(ChannelWindowAdjust.NUMBER, peer.next()[0]);
    }
  }

  private static void fill(Channel channel) {
    byte[] block = new byte[10_000];
    try {
      while (true) {
        channel.out().write(block);
      }
    } catch (java.io.IOException e) {
      // The end of the test woke the writer.
      assertTrue(e.getMessage() != null);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
