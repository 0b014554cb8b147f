package dev.aikagi.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PacketCipherTest {
  private static final HexFormat HEX = HexFormat.of();

  static List<PacketSuite> suites() {
    return PacketSuite.all();
  }

  static List<String> recorded() {
    try (InputStream in =
        Objects.requireNonNull(PacketCipherTest.class.getResourceAsStream("packets.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closing gives the cipher another key, which the JDK takes once only. */
  @ParameterizedTest
  @MethodSource("suites")
  void aSecondCloseDoesNothing(PacketSuite suite) {
    PacketSealer sealer = suite.sealer();
    PacketOpener opener = suite.opener();
    for (int i = 0; i < 2; i++) {
      sealer.close();
      opener.close();
    }
  }

  /** Two packets of every suite as python-cryptography and nettle seal them, across 2^32. */
  @ParameterizedTest
  @MethodSource("recorded")
  void agreesWithOtherImplementations(String line) throws Exception {
    String[] field = line.split(" ", -1);
    CipherAlgorithm cipher = CipherAlgorithm.named(field[0]).orElseThrow();
    MacAlgorithm mac = MacAlgorithm.named(field[1]).orElse(null);
    PacketSuite suite =
        new PacketSuite(
            cipher,
            mac,
            Bytes.of(bytes(field[2])),
            Bytes.of(bytes(field[3])),
            Bytes.of(bytes(field[4])));
    String[] plain = field[6].split(",", -1);
    String[] sealed = field[7].split(",", -1);
    int sequenceNumber = Integer.parseUnsignedInt(field[5]);
    try (PacketSealer sealer = suite.sealer();
        PacketOpener opener = suite.opener()) {
      for (int i = 0; i < plain.length; i++) {
        byte[] packet = bytes(plain[i]);
        byte[] buffer = Arrays.copyOf(packet, packet.length + sealer.macLength());
        sealer.seal(sequenceNumber + i, buffer, 0, packet.length - 4);
        assertEquals(sealed[i], HEX.formatHex(buffer));
        assertEquals(packet.length - 4, opener.openLength(sequenceNumber + i, buffer, 0));
        byte[] opened = new byte[packet.length - 4];
        opener.open(sequenceNumber + i, buffer, 0, opened.length, opened, 0);
        assertArrayEquals(Arrays.copyOfRange(packet, 4, packet.length), opened);
      }
    }
  }

  @Test
  void recordedSuitesAreAll() {
    Set<String> names = new HashSet<>();
    recorded().forEach(l -> names.add(l.split(" ", -1)[0] + l.split(" ", -1)[1]));
    assertEquals(suites().size(), names.size());
  }

  @ParameterizedTest
  @MethodSource("suites")
  void everySizeComesBack(PacketSuite suite) throws Exception {
    Random random = new Random(5);
    try (PacketSealer sealer = suite.sealer();
        PacketOpener opener = suite.opener()) {
      // The sequence number wraps on the way.
      int sequenceNumber = -50;
      // Padding makes packets multiples of 8, so this is every length of a packet.
      for (int payload = 0; payload <= 1024; payload += 8) {
        roundTrip(sealer, opener, sequenceNumber++, payload, random);
      }
      for (int payload : new int[] {4091, 4092, 8192, 32768, 32781, 65536, 262_000}) {
        roundTrip(sealer, opener, sequenceNumber++, payload, random);
      }
    }
  }

  private static void roundTrip(
      PacketSealer sealer, PacketOpener opener, int sequenceNumber, int payload, Random random)
      throws DisconnectException {
    byte[] packet = PacketSuite.packet(sealer, payload, random);
    int length = packet.length - 4 - sealer.macLength();
    // At an odd offset, with sentinels on both sides.
    byte[] buffer = new byte[3 + packet.length + 1];
    buffer[2] = 77;
    buffer[buffer.length - 1] = 88;
    System.arraycopy(packet, 0, buffer, 3, packet.length);
    sealer.seal(sequenceNumber, buffer, 3, length);
    assertEquals(77, buffer[2]);
    assertEquals(88, buffer[buffer.length - 1]);
    byte[] target = new byte[length + 2];
    assertEquals(length, opener.openLength(sequenceNumber, buffer, 3));
    opener.open(sequenceNumber, buffer, 3, length, target, 1);
    assertArrayEquals(
        Arrays.copyOfRange(packet, 4, 4 + length), Arrays.copyOfRange(target, 1, 1 + length));
    assertEquals(0, target[0] | target[length + 1]);
  }

  /** Every bit of the length, packet, padding and MAC; and every time the same error. */
  @ParameterizedTest
  @MethodSource("suites")
  @Tag("B7")
  void everyFlippedBitIsRefused(PacketSuite suite) throws Exception {
    Random random = new Random(6);
    byte[] packet;
    int length;
    try (PacketSealer sealer = suite.sealer()) {
      packet = PacketSuite.packet(sealer, 13, random);
      length = packet.length - 4 - sealer.macLength();
      sealer.seal(7, packet, 0, length);
    }
    MacAlgorithm mac = suite.mac();
    // What verifies first stays as it was after a refusal, so one opener serves for all bits.
    boolean unchanged = mac != null && mac.etm();
    PacketOpener opener = suite.opener();
    for (int bit = 0; bit < 8 * packet.length; bit++) {
      byte[] flipped = packet.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(opener, 7, flipped, length);
      if (!unchanged) {
        opener = suite.opener();
      }
    }
    byte[] target = new byte[length];
    assertEquals(length, opener.openLength(7, packet, 0));
    opener.open(7, packet, 0, length, target, 0);
    if (suite.cipher().mode() != CipherAlgorithm.Mode.GCM) {
      // GCM counts by itself.
      refused(suite, 8, packet, length);
    }
  }

  /** A packet cut at a wrong place, as by a length that was not checked. */
  @ParameterizedTest
  @MethodSource("suites")
  @Tag("B7")
  void wrongLengthsAreRefused(PacketSuite suite) {
    Random random = new Random(7);
    byte[] packet;
    int length;
    int block;
    try (PacketSealer sealer = suite.sealer()) {
      packet = PacketSuite.packet(sealer, 100, random);
      length = packet.length - 4 - sealer.macLength();
      block = sealer.blockSize();
      sealer.seal(7, packet, 0, length);
    }
    byte[] longer = Arrays.copyOf(packet, packet.length + 64);
    for (int wrong : new int[] {length - block, length + block, length - 1, length + 3, -1}) {
      refused(suite, 7, longer, wrong);
    }
  }

  private static void refused(PacketSuite suite, int sequenceNumber, byte[] packet, int length) {
    try (PacketOpener opener = suite.opener()) {
      refused(opener, sequenceNumber, packet, length);
    }
  }

  private static void refused(PacketOpener opener, int sequenceNumber, byte[] packet, int length) {
    byte[] target = new byte[packet.length];
    opener.openLength(sequenceNumber, packet, 0);
    DisconnectException e =
        assertThrows(
            DisconnectException.class,
            () -> opener.open(sequenceNumber, packet, 0, length, target, 0));
    assertEquals(DisconnectReason.MAC_ERROR, e.reason());
    assertEquals("Corrupted MAC on input.", e.getMessage());
    assertEquals("Corrupted MAC on input.", e.peerText());
  }

  /** An AEAD or EtM packet that fails must not reach the target at all. */
  @ParameterizedTest
  @MethodSource("suites")
  @Tag("B7")
  void nothingIsDecryptedBeforeItIsVerified(PacketSuite suite) {
    Random random = new Random(8);
    try (PacketSealer sealer = suite.sealer();
        PacketOpener opener = suite.opener()) {
      if (!sealer.lengthApart()) {
        return;
      }
      byte[] packet = PacketSuite.packet(sealer, 200, random);
      int length = packet.length - 4 - sealer.macLength();
      sealer.seal(0, packet, 0, length);
      packet[packet.length - 1] ^= 1;
      byte[] target = new byte[packet.length];
      opener.openLength(0, packet, 0);
      assertThrows(DisconnectException.class, () -> opener.open(0, packet, 0, length, target, 0));
      assertArrayEquals(new byte[packet.length], target);
    }
  }

  /** CVE-2008-5161: only CBC without EtM gives something away by the length. */
  @ParameterizedTest
  @MethodSource("suites")
  void lengthIsHiddenWhereItMatters(PacketSuite suite) {
    boolean cbc = suite.cipher().mode() == CipherAlgorithm.Mode.CBC;
    MacAlgorithm mac = suite.mac();
    try (PacketOpener opener = suite.opener();
        PacketSealer sealer = suite.sealer()) {
      assertEquals(cbc && mac != null && !mac.etm(), opener.hidesLength());
      boolean apart = mac == null || mac.etm();
      assertEquals(apart, opener.lengthApart());
      assertEquals(apart, sealer.lengthApart());
      assertEquals(apart ? 4 : suite.cipher().blockSize(), opener.headLength());
      assertEquals(sealer.macLength(), opener.macLength());
      assertEquals(sealer.blockSize(), opener.blockSize());
      assertTrue(sealer.blockSize() >= 8);
    }
  }

  /**
   * What a packet of 32 KiB allocates: nothing of its own size, only the JDK's per-init objects.
   */
  @ParameterizedTest
  @MethodSource("suites")
  void packetsCostNoMemory(PacketSuite suite) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(9);
    try (PacketSealer sealer = suite.sealer();
        PacketOpener opener = suite.opener()) {
      byte[] packet = PacketSuite.packet(sealer, 32768, random);
      byte[] buffer = new byte[packet.length];
      int length = packet.length - 4 - sealer.macLength();
      byte[] target = new byte[length];
      int packets = 50;
      long before = 0;
      for (int i = 0; i < 2 * packets; i++) {
        if (i == packets) {
          before = threads.getCurrentThreadAllocatedBytes();
        }
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        sealer.seal(i, buffer, 0, length);
        opener.openLength(i, buffer, 0);
        opener.open(i, buffer, 0, length, target, 0);
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / packets;
      int bound =
          switch (suite.cipher().mode()) {
            case GCM -> 8192;
            case CHACHA20_POLY1305 -> 4096;
            case CTR, CBC -> 256;
          };
      assertTrue(each <= bound, suite + ": " + each + " bytes for a packet sealed and opened");
    }
  }

  @Test
  void keysThatDoNotFitAreRefused() {
    byte[] key = new byte[16];
    byte[] iv = new byte[16];
    byte[] none = {};
    MacAlgorithm mac = MacAlgorithm.HMAC_SHA2_256;
    CipherAlgorithm ctr = CipherAlgorithm.AES128_CTR;
    for (Runnable wrong :
        List.<Runnable>of(
            () -> PacketCiphers.sealer(ctr, null, key, iv, none),
            () -> PacketCiphers.sealer(ctr, mac, key, iv, none),
            () -> PacketCiphers.sealer(ctr, mac, new byte[32], iv, new byte[32]),
            () -> PacketCiphers.sealer(ctr, mac, key, none, new byte[32]),
            () -> PacketCiphers.opener(CipherAlgorithm.AES128_GCM, mac, key, iv, none),
            () -> PacketCiphers.opener(CipherAlgorithm.AES128_GCM, null, key, iv, none))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }

  @Test
  void plainPacketsPassThrough() throws Exception {
    byte[] packet = PacketSuite.packet(PacketCiphers.plainSealer(), 10, new Random(10));
    byte[] before = packet.clone();
    PacketCiphers.plainSealer().seal(0, packet, 0, packet.length - 4);
    assertArrayEquals(before, packet);
    PacketOpener opener = PacketCiphers.plainOpener();
    assertEquals(packet.length - 4, opener.openLength(0, packet, 0));
    byte[] target = new byte[packet.length - 4];
    opener.open(0, packet, 0, target.length, target, 0);
    assertArrayEquals(Arrays.copyOfRange(packet, 4, packet.length), target);
  }

  /** The lists are those of OpenSSH 10.5, the MACs in its order. */
  @Test
  void listsFollowOpenSsh() {
    assertEquals(
        "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,"
            + "hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,"
            + "umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1",
        String.join(",", MacAlgorithm.DEFAULT.stream().map(MacAlgorithm::algorithmName).toList()));
    Set<CipherAlgorithm> ciphers = new HashSet<>(CipherAlgorithm.DEFAULT);
    assertFalse(ciphers.removeAll(CipherAlgorithm.INSECURE));
    ciphers.addAll(CipherAlgorithm.INSECURE);
    assertEquals(ciphers, Set.copyOf(CipherAlgorithm.SUPPORTED));
    Set<MacAlgorithm> macs = new HashSet<>(MacAlgorithm.DEFAULT);
    assertFalse(macs.removeAll(MacAlgorithm.INSECURE));
    macs.addAll(MacAlgorithm.INSECURE);
    assertEquals(macs, Set.copyOf(MacAlgorithm.SUPPORTED));
  }

  private static byte[] bytes(String hex) {
    return hex.equals("-") ? new byte[0] : HEX.parseHex(hex);
  }
}
