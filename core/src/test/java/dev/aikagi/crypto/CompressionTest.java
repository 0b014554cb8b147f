package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void everySizeComesBackInOneStream() throws Exception {
    Random random = new Random(11);
    try (PacketDeflater deflater = new PacketDeflater();
        PacketInflater inflater = new PacketInflater()) {
      for (int size = 0; size < 1024; size++) {
        roundTrip(deflater, inflater, random, size, size % 2 == 0);
      }
      for (int size : new int[] {32768, 36864, 100_000, PacketInflater.MAX_PAYLOAD}) {
        roundTrip(deflater, inflater, random, size, true);
        roundTrip(deflater, inflater, random, size, false);
      }
    }
  }

  private static void roundTrip(
      PacketDeflater deflater, PacketInflater inflater, Random random, int size, boolean dense)
      throws DisconnectException {
    byte[] payload = new byte[size];
    if (dense) {
      random.nextBytes(payload);
    }
    int compressed = deflater.deflate(payload, 0, size);
    int expanded = inflater.inflate(deflater.output(), 0, compressed);
    assertArrayEquals(payload, Arrays.copyOf(inflater.output(), expanded));
  }

  /** Four payloads as zlib with Z_PARTIAL_FLUSH makes them, which is what OpenSSH uses. */
  @Test
  void partialFlushIsUnderstood() throws Exception {
    String[] plain = {
      "hello hello hello hello", "", "hello again",
    };
    String[] compressed = {"789cca48cdc9c957c840270102", "08", "200833313d31330f20"};
    try (PacketInflater inflater = new PacketInflater()) {
      for (int i = 0; i < plain.length; i++) {
        byte[] packet = HEX.parseHex(compressed[i]);
        int count = inflater.inflate(packet, 0, packet.length);
        assertEquals(plain[i], new String(inflater.output(), 0, count, StandardCharsets.US_ASCII));
      }
    }
  }

  /** A thousand bombs of 255 KiB that would be 255 MiB each. */
  @Test
  @Tag("B2")
  void bombsStopAtTheLimit() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] bomb = bomb(64 << 20);
    assertTrue(bomb.length < PacketInflater.MAX_PAYLOAD);
    for (int i = 0; i < 1000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try (PacketInflater inflater = new PacketInflater()) {
        DisconnectException e =
            assertThrows(DisconnectException.class, () -> inflater.inflate(bomb, 0, bomb.length));
        assertEquals(DisconnectReason.COMPRESSION_ERROR, e.reason());
        assertTrue(inflater.output().length <= PacketInflater.MAX_PAYLOAD + 1);
      }
      long each = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(each <= 1 << 20, each + " bytes for one bomb");
    }
  }

  @Test
  @Tag("B2")
  void theLimitIsExact() throws Exception {
    byte[] fits = bomb(PacketInflater.MAX_PAYLOAD);
    byte[] over = bomb(PacketInflater.MAX_PAYLOAD + 1);
    try (PacketInflater inflater = new PacketInflater()) {
      assertEquals(PacketInflater.MAX_PAYLOAD, inflater.inflate(fits, 0, fits.length));
    }
    try (PacketInflater inflater = new PacketInflater()) {
      assertThrows(DisconnectException.class, () -> inflater.inflate(over, 0, over.length));
    }
  }

  @Test
  void whatIsNotAStreamIsRefused() {
    refused("ffffffffff");
    // A stream that ends, alone and with bytes behind it.
    refused("789c030000000001");
    refused("789c03000000000100");
    // Wants a dictionary.
    refused("78bb00000001");
  }

  private static void refused(String hex) {
    byte[] packet = HEX.parseHex(hex);
    try (PacketInflater inflater = new PacketInflater()) {
      DisconnectException e =
          assertThrows(DisconnectException.class, () -> inflater.inflate(packet, 0, packet.length));
      assertEquals(DisconnectReason.COMPRESSION_ERROR, e.reason());
    }
  }

  private static byte[] bomb(int size) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(new byte[size]);
      byte[] out = new byte[size / 1000 + 1000];
      int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(out, count);
    }
  }
}
