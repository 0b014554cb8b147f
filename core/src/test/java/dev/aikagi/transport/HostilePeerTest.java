package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.aikagi.Bytes;
import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.MalformedException;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.CompressionAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.crypto.PacketOpener;
import dev.aikagi.crypto.PacketSealer;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.kex.Role;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows B1, B4, B5, B6, B7: lengths, KEXINITs, version lines, counts and bits that lie. */
class HostilePeerTest {
  /** Gives out what it is made of, then ends; never blocks. */
  private static final class Canned implements ByteStream {
    private final byte[] bytes;
    private int at;

    Canned(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int n = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, buffer, offset, n);
      at += n;
      return n;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void close() {}
  }

  private static byte[] header(int length) {
    return new byte[] {
      (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
    };
  }

  @Tag("B1")
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 4, 5, 11, 35_004, 262_148, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4})
  void aLengthThatLiesCostsNothing(int length) {
    PacketReader before = new PacketReader(new Canned(header(length)));
    DisconnectException e = assertThrows(DisconnectException.class, before::next);
    assertEquals(DisconnectReason.PROTOCOL_ERROR, e.reason());
    PacketReader after = new PacketReader(new Canned(header(length)));
    after.authenticated();
    if (length != 35_004) {
      assertThrows(DisconnectException.class, after::next);
    }
    assertTrue(after.heldBytes() <= 16 * 1024, "held: " + after.heldBytes());
  }

  @Tag("B1")
  @Test
  void theLongestLengthTakesMemoryOnlyAsBytesArrive() {
    byte[] start = new byte[1000];
    System.arraycopy(header(TransportLimits.MAX_PACKET - 4), 0, start, 0, 4);
    PacketReader reader = new PacketReader(new Canned(start));
    reader.authenticated();
    assertThrows(ConnectionEndedException.class, reader::next);
    assertTrue(reader.heldBytes() <= 2 * start.length + 64 * 1024, "held " + reader.heldBytes());
  }

  @Tag("B1")
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 11, 13, 14, 19, 21})
  void aPacketThatIsNotOfWholeBlocksIsRefused(int length) {
    byte[] packet = java.util.Arrays.copyOf(header(length), 64);
    packet[4] = 4;
    PacketReader reader = new PacketReader(new Canned(packet));
    DisconnectException e = assertThrows(DisconnectException.class, reader::next);
    assertEquals(DisconnectReason.PROTOCOL_ERROR, e.reason());
  }

  @Tag("B1")
  @Test
  void paddingThatLiesIsRefused() throws IOException {
    for (int padding = 0; padding < 256; padding++) {
      byte[] packet = java.util.Arrays.copyOf(header(12), 16);
      packet[4] = (byte) padding;
      PacketReader reader = new PacketReader(new Canned(packet));
      if (padding >= 4 && padding <= 10) {
        assertEquals(11 - padding, reader.next().length());
      } else {
        assertThrows(DisconnectException.class, reader::next, "padding " + padding);
      }
    }
  }

  @Tag("B3")
  @Test
  void aStrangerSendsSoManyBytesAndNoMore() throws IOException {
    byte[] packet = plain(RawPeer.bytes(new Ignore(Bytes.of(new byte[32_000]))));
    byte[] many = new byte[40 * packet.length];
    for (int i = 0; i < many.length; i += packet.length) {
      System.arraycopy(packet, 0, many, i, packet.length);
    }
    PacketReader reader = new PacketReader(new Canned(many));
    for (int i = 0; i < TransportLimits.MAX_BYTES_BEFORE_AUTH / packet.length; i++) {
      assertEquals(2, reader.next().number());
    }
    assertThrows(DisconnectException.class, reader::next);
  }

  @Tag("B3")
  @Test
  void aStrangerSendsSoMuchAndNoMore() throws IOException {
    byte[] packet = plain(RawPeer.bytes(new Ignore(Bytes.EMPTY)));
    byte[] many = new byte[packet.length * (TransportLimits.MAX_PACKETS_BEFORE_AUTH + 1)];
    for (int i = 0; i < many.length; i += packet.length) {
      System.arraycopy(packet, 0, many, i, packet.length);
    }
    PacketReader reader = new PacketReader(new Canned(many));
    for (int i = 0; i < TransportLimits.MAX_PACKETS_BEFORE_AUTH; i++) {
      assertEquals(2, reader.next().number());
    }
    assertThrows(DisconnectException.class, reader::next);
  }

  private static byte[] plain(byte[] payload) {
    RawPeer peer = new RawPeer(Role.CLIENT, new Canned(new byte[0]));
    return peer.packet(payload);
  }

  record Suite(CipherAlgorithm cipher, @org.jspecify.annotations.Nullable MacAlgorithm mac) {}

  static List<Suite> suites() {
    List<Suite> out = new ArrayList<>();
    for (CipherAlgorithm c : CipherAlgorithm.SUPPORTED) {
      if (c.aead()) {
        out.add(new Suite(c, null));
      } else {
        out.add(new Suite(c, MacAlgorithm.HMAC_SHA2_256));
        out.add(new Suite(c, MacAlgorithm.HMAC_SHA2_256_ETM));
      }
    }
    for (MacAlgorithm m : MacAlgorithm.SUPPORTED) {
      out.add(new Suite(CipherAlgorithm.AES128_CTR, m));
    }
    return out;
  }

  private static byte[] key(int length, int seed) {
    byte[] out = new byte[length];
    new Random(seed).nextBytes(out);
    return out;
  }

  /** One sealed packet and enough behind it for every length that a flipped bit can make of it. */
  private static byte[] sealed(Suite s) {
    return sealed(s, -1);
  }

  /** With this padding length in place of the right one, where it is not negative. */
  private static byte[] sealed(Suite s, int claimedPadding) {
    byte[] payload = RawPeer.bytes(new Ignore(Bytes.utf8("twenty-one characters")));
    int macKey = s.mac == null ? 0 : s.mac.keyLength();
    PacketSealer sealer =
        PacketCiphers.sealer(
            s.cipher,
            s.mac,
            key(s.cipher.keyLength(), 1),
            key(s.cipher.ivLength(), 2),
            key(macKey, 3));
    int counted = (sealer.lengthApart() ? 1 : 5) + payload.length;
    int padding = sealer.blockSize() - counted % sealer.blockSize();
    padding = padding < 4 ? padding + sealer.blockSize() : padding;
    int length = 1 + payload.length + padding;
    byte[] out = new byte[4 + length + sealer.macLength()];
    System.arraycopy(header(length), 0, out, 0, 4);
    out[4] = (byte) (claimedPadding < 0 ? padding : claimedPadding);
    System.arraycopy(payload, 0, out, 5, payload.length);
    sealer.seal(0, out, 0, length);
    return out;
  }

  private static PacketReader reader(Suite s, byte[] packet) {
    return reader(s, new Canned(java.util.Arrays.copyOf(packet, packet.length + 600 * 1024)));
  }

  private static PacketReader reader(Suite s, ByteStream stream) {
    PacketReader reader = new PacketReader(stream);
    int macKey = s.mac == null ? 0 : s.mac.keyLength();
    reader.newKeys(
        PacketCiphers.opener(
            s.cipher,
            s.mac,
            key(s.cipher.keyLength(), 1),
            key(s.cipher.ivLength(), 2),
            key(macKey, 3)),
        true);
    reader.authenticated();
    return reader;
  }

  @Tag("B7")
  @ParameterizedTest
  @MethodSource("suites")
  void everyFlippedBitIsTheSameMacError(Suite s) throws IOException {
    byte[] packet = sealed(s);
    assertEquals(2, reader(s, packet).next().number());
    for (int bit = 0; bit < 8 * packet.length; bit++) {
      byte[] flipped = packet.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      PacketReader reader = reader(s, flipped);
      DisconnectException e = assertThrows(DisconnectException.class, reader::next, "bit " + bit);
      assertEquals(DisconnectReason.MAC_ERROR, e.reason());
      assertEquals(PacketCiphers.macError().getMessage(), e.getMessage());
    }
  }

  @Tag("B7")
  @ParameterizedTest
  @MethodSource("suites")
  void aWrongPaddingUnderACipherIsTheSameMacError(Suite s) {
    for (int padding : new int[] {0, 1, 2, 3, 254, 255}) {
      PacketReader reader = reader(s, sealed(s, padding));
      DisconnectException e = assertThrows(DisconnectException.class, reader::next);
      assertEquals(DisconnectReason.MAC_ERROR, e.reason());
      assertEquals(PacketCiphers.macError().getMessage(), e.getMessage());
    }
  }

  /**
   * CVE-2008-5161: who puts a block of somebody's ciphertext where a length is due must learn
   * nothing from how many bytes it takes until the end, whether the length that it decrypts to is
   * possible or not.
   */
  @Tag("B7")
  @ParameterizedTest
  @MethodSource("suites")
  void aHiddenLengthIsNotToldByTheMomentOfTheEnd(Suite s) {
    PacketOpener opener =
        PacketCiphers.opener(
            s.cipher,
            s.mac,
            key(s.cipher.keyLength(), 1),
            key(s.cipher.ivLength(), 2),
            key(s.mac == null ? 0 : s.mac.keyLength(), 3));
    if (!opener.hidesLength()) {
      return;
    }
    byte[] packet = sealed(s);
    java.util.Set<Long> moments = new java.util.TreeSet<>();
    // All of the length, and some of the rest and of the MAC.
    for (int bit = 0; bit < 8 * packet.length; bit += bit < 32 ? 4 : 101) {
      byte[] flipped = java.util.Arrays.copyOf(packet, packet.length + 600 * 1024);
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Trickle trickle = new Trickle(flipped);
      assertThrows(DisconnectException.class, reader(s, trickle)::next);
      moments.add(trickle.asked);
    }
    assertEquals(1, moments.size(), "ends after these many bytes: " + moments);
  }

  /** Gives out one byte at a time, as the attack does. */
  private static final class Trickle implements ByteStream {
    private final byte[] bytes;
    private int at;
    long asked;

    Trickle(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = at < 4096 ? 1 : Math.min(length, 64);
      System.arraycopy(bytes, at, buffer, offset, n);
      at += n;
      asked += n;
      return n;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void close() {}
  }

  private static String version(Role role, byte[] bytes) throws IOException {
    return VersionExchange.read(new PacketReader(new Canned(bytes)), role).version();
  }

  private static String version(Role role, String text) throws IOException {
    return version(role, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Tag("B5")
  @Test
  void versionsThatAreUnderstood() throws IOException {
    for (Role role : Role.values()) {
      assertEquals("SSH-2.0-x", version(role, "SSH-2.0-x\r\n"));
      assertEquals("SSH-2.0-x", version(role, "SSH-2.0-x\n"));
      assertEquals("SSH-1.99-x y", version(role, "SSH-1.99-x y\r\n"));
      assertEquals("SSH-2.0-a-b", version(role, "SSH-2.0-a-b\r\n"));
    }
    assertEquals("SSH-2.0-x", version(Role.CLIENT, "hello\r\n\r\nthere\nSSH-2.0-x\r\n"));
    String longest = "SSH-2.0-" + "v".repeat(255 - 2 - 8);
    assertEquals(longest, version(Role.SERVER, longest + "\r\n"));
  }

  @Tag("B5")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-1.5-x\r\n",
        "SSH-2.0-\r\n",
        "SSH-2.0\r\n",
        "SSH-2.0-x\rSSH-2.0-y\r\n",
        "SSH-2.0-x\u0000\r\n",
        "SSH-2.0-x\u001b[2J\r\n",
        "SSH-2.0-\u00e9\r\n",
        "\r\r\n",
      })
  void versionsThatAreRefused(String line) {
    for (Role role : Role.values()) {
      assertThrows(DisconnectException.class, () -> version(role, line));
    }
  }

  @Tag("B5")
  @Test
  void aVersionLineHasAnEnd() {
    String endless = "x".repeat(1 << 20);
    // No more is read than the limit, and not only refused where the end came at last.
    for (Role role : Role.values()) {
      Exception e =
          assertThrows(DisconnectException.class, () -> version(role, "SSH-2.0-" + endless));
      int limit = role == Role.SERVER ? 255 : 8192;
      assertEquals("an identification line of more than " + limit + " bytes", e.getMessage());
    }
    assertThrows(DisconnectException.class, () -> version(Role.CLIENT, endless));
    String lines = "x\r\n".repeat(10_000) + "SSH-2.0-x\r\n";
    assertThrows(DisconnectException.class, () -> version(Role.CLIENT, lines));
    assertThrows(DisconnectException.class, () -> version(Role.SERVER, "x\r\nSSH-2.0-x\r\n"));
    String over = "SSH-2.0-" + "v".repeat(255 - 1 - 8) + "\r\n";
    assertThrows(DisconnectException.class, () -> version(Role.SERVER, over));
    assertThrows(DisconnectException.class, () -> version(Role.CLIENT, over));
  }

  @Tag("B6")
  @Test
  void aCountIsNotBelieved() {
    byte[] payload = {7, -1, -1, -1, -1, 0, 0, 0, 0};
    Exception e =
        assertThrows(MalformedException.class, () -> ExtInfo.read(new WireReader(payload, 1, 8)));
    // Refused for what it says, and not where the bytes ran out.
    assertEquals("EXT_INFO with 4294967295 extensions", e.getMessage());
  }

  @Tag("B2")
  @Test
  void aBombIsStoppedBeforeItIsLarge() {
    PacketDeflater deflater = new PacketDeflater();
    byte[] zeros = new byte[10 << 20];
    int length = deflater.deflate(zeros, 0, zeros.length);
    byte[] bomb = java.util.Arrays.copyOf(deflater.output(), length);
    PacketReader reader = new PacketReader(new Canned(plain(bomb)));
    reader.authenticated();
    reader.inflater(new PacketInflater());
    DisconnectException e = assertThrows(DisconnectException.class, reader::next);
    assertEquals(DisconnectReason.COMPRESSION_ERROR, e.reason());
  }

  @Tag("B2")
  @Test
  void aThousandBombsLeaveNothingBehind() throws Exception {
    PacketDeflater deflater = new PacketDeflater();
    byte[] zeros = new byte[10 << 20];
    int length = deflater.deflate(zeros, 0, zeros.length);
    byte[] bomb = plain(java.util.Arrays.copyOf(deflater.output(), length));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<PacketReader> readers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      PacketReader reader = new PacketReader(new Canned(bomb));
      reader.authenticated();
      try (PacketInflater inflater = new PacketInflater()) {
        reader.inflater(inflater);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(DisconnectException.class, reader::next);
        long rise = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(i < 10 || rise <= 1 << 20, "one bomb took " + rise + " bytes");
      }
      reader.close();
      readers.add(reader);
    }
    for (PacketReader reader : readers) {
      assertTrue(reader.heldBytes() <= 16 * 1024, "held: " + reader.heldBytes());
    }
  }

  private static SecureTransport server(ByteStream stream, AlgorithmPreferences p) {
    return SecureTransport.server(
        stream, TransportOptions.server().withPreferences(p), HostKeys.DEFAULT);
  }

  private static FutureTask<Integer> serve(SecureTransport t) {
    return Ends.start(
        () -> {
          t.handshake();
          return t.receive().number();
        });
  }

  private static KexInit guessing(KexInit honest, List<String> kex) {
    return new KexInit(
        honest.cookie(),
        kex,
        honest.serverHostKeyAlgorithms(),
        honest.encryptionClientToServer(),
        honest.encryptionServerToClient(),
        honest.macClientToServer(),
        honest.macServerToClient(),
        honest.compressionClientToServer(),
        honest.compressionServerToClient(),
        List.of(),
        List.of(),
        true,
        0x1234_5678L);
  }

  /** Also with a reserved field that is not 0. */
  @Tag("B4")
  @ParameterizedTest
  @EnumSource(KexMethod.class)
  void aWrongGuessIsDroppedAndARightOneUsed(KexMethod method) throws Exception {
    boolean exchange = method == KexMethod.DH_GEX_SHA256 || method == KexMethod.DH_GEX_SHA1;
    for (boolean right : new boolean[] {true, false}) {
      MemoryStream.Pair s = MemoryStream.pair();
      // RFC 4253 section 7: a guess is right where the first host key algorithms agree, too.
      AlgorithmPreferences p =
          RawPeer.quick()
              .withKexMethods(List.of(method))
              .withHostKeyAlgorithms(List.of(PublicKeyAlgorithm.SSH_ED25519));
      SecureTransport t = server(s.server(), p);
      FutureTask<Integer> got = serve(t);
      RawPeer peer = new RawPeer(Role.CLIENT, s.client(), p);
      peer.sendVersion();
      peer.readVersion();
      KexInit honest = peer.honestProposal();
      List<String> kex = new ArrayList<>(honest.kexAlgorithms());
      if (!right) {
        kex.addFirst("a-method-of-mine@example.org");
      }
      peer.sendProposal(guessing(honest, kex));
      if (!right) {
        peer.sendPayload((byte) (exchange ? 34 : 30), (byte) 1, (byte) 2, (byte) 3);
      }
      peer.readProposal();
      peer.runMethod();
      peer.sendNewKeys();
      peer.readNewKeys();
      peer.send(new ServiceRequest("ssh-userauth"));
      assertEquals(5, Ends.await(got), method + " " + right);
      t.close();
    }
  }

  @Tag("B4")
  @ParameterizedTest
  @ValueSource(strings = {"a,", ",a", "a,,b", "a b", "a\u0000", "\u00e9", "LONG", "MANY"})
  void aKexinitWithABadNameListIsRefused(String list) throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    SecureTransport t = server(s.server(), RawPeer.quick());
    FutureTask<Integer> got = serve(t);
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    peer.sendVersion();
    peer.readVersion();
    String names =
        switch (list) {
          case "LONG" -> "x".repeat(17 * 1024);
          case "MANY" -> "x,".repeat(300) + "x";
          default -> list;
        };
    dev.aikagi.wire.WireWriter w = new dev.aikagi.wire.WireWriter();
    w.writeByte(20).writeRaw(new byte[16]);
    w.writeString(names.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 9; i++) {
      w.writeUint32(0);
    }
    w.writeBoolean(false).writeUint32(0);
    peer.sendPayload(w.toArray());
    assertThrows(MalformedException.class, () -> Ends.await(got));
  }

  @Tag("B4")
  @Test
  void kexinitAfterKexinitEndsTheConnection() throws Exception {
    MemoryStream.Pair s = MemoryStream.pair();
    SecureTransport t = server(s.server(), RawPeer.quick());
    FutureTask<Integer> got = serve(t);
    RawPeer peer = new RawPeer(Role.CLIENT, s.client());
    peer.sendVersion();
    peer.sendProposal();
    peer.sendProposal();
    assertThrows(DisconnectException.class, () -> Ends.await(got));
  }

  @Test
  void plainZlibIsNotSpoken() {
    assertTrue(CompressionAlgorithm.named("zlib").isEmpty());
    assertEquals(
        List.of(CompressionAlgorithm.NONE),
        AlgorithmPreferences.server().clientToServer().compressions());
  }
}
