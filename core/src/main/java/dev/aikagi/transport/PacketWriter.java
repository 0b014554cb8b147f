package dev.aikagi.transport;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketSealer;
import dev.aikagi.crypto.RandomPool;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.Message;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction's bytes, as {@link PacketReader} is for the inbound one: cipher, sequence
 * number, compression and counters. Packets are sealed where they lie in one buffer, several per
 * write. Guarded by the lock of its {@link Outbox}.
 */
final class PacketWriter {
  private static final int SMALL = 4 * 1024;

  /** packet_length, padding_length. */
  private static final int HEAD = 5;

  /** Number, recipient channel, length. */
  private static final int DATA_HEAD = 9;

  private static final int EXTENDED_DATA_HEAD = 13;

  /** What does not count as data in a packet: head, data head, padding and MAC, generously. */
  private static final int OVERHEAD = 128;

  /** Writes all of it, or fails for good. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] buffer, int offset, int length) throws IOException;
  }

  private final Sink sink;
  private final IntConsumer sealing;
  private final byte[] small = new byte[SMALL];
  private byte[] buffer = small;
  private int fill;
  private final WireWriter scratch = new WireWriter(512);
  private final RandomPool random = new RandomPool();

  private PacketSealer sealer = PacketCiphers.plainSealer();
  private boolean encrypted;
  private @Nullable PacketDeflater deflater;
  private int sequence;
  private boolean wrapAllowed;
  private long keyPackets;
  private long keyBytes;

  /**
   * Nothing is written before there is reason to.
   *
   * @param sealing told the number of each message that is about to be sealed
   */
  PacketWriter(Sink sink, IntConsumer sealing) {
    this.sink = sink;
    this.sealing = sealing;
  }

  /** What is not a packet: the version line. */
  void line(byte[] line) throws IOException {
    reserve(line.length, line.length);
    System.arraycopy(line, 0, buffer, fill, line.length);
    fill += line.length;
  }

  void message(Message message) throws IOException {
    sealing.accept(message.number());
    scratch.reset();
    message.write(scratch);
    if (deflater != null) {
      sealCompressed(deflater);
    } else {
      sealRaw(scratch.array(), 0, scratch.length());
    }
  }

  void payload(byte[] payload) throws IOException {
    sealing.accept(payload[0]);
    if (deflater != null) {
      int count = deflater.deflate(payload, 0, payload.length);
      sealRaw(deflater.output(), 0, count);
    } else {
      sealRaw(payload, 0, payload.length);
    }
  }

  /** One CHANNEL_DATA with that many bytes; more is wanted by the same caller, which it tells. */
  void data(long recipientChannel, byte[] data, int offset, int count, int wanted)
      throws IOException {
    sealing.accept(ChannelData.NUMBER);
    if (deflater != null) {
      scratch.reset();
      scratch.writeByte(ChannelData.NUMBER).writeUint32(recipientChannel);
      scratch.writeString(data, offset, count);
      sealCompressed(deflater);
      return;
    }
    reserve(count + OVERHEAD, wanted);
    int p = fill + HEAD;
    buffer[p] = ChannelData.NUMBER;
    putInt(p + 1, (int) recipientChannel);
    putInt(p + 5, count);
    System.arraycopy(data, offset, buffer, p + DATA_HEAD, count);
    sealPlaced(DATA_HEAD + count);
  }

  void extendedData(long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    sealing.accept(ChannelExtendedData.NUMBER);
    if (deflater != null) {
      scratch.reset();
      scratch.writeByte(ChannelExtendedData.NUMBER).writeUint32(recipientChannel);
      scratch.writeUint32(dataTypeCode).writeString(data, offset, length);
      sealCompressed(deflater);
      return;
    }
    reserve(length + OVERHEAD, length);
    int p = fill + HEAD;
    buffer[p] = ChannelExtendedData.NUMBER;
    putInt(p + 1, (int) recipientChannel);
    putInt(p + 5, (int) dataTypeCode);
    putInt(p + 9, length);
    System.arraycopy(data, offset, buffer, p + EXTENDED_DATA_HEAD, length);
    sealPlaced(EXTENDED_DATA_HEAD + length);
  }

  /** From the next packet on. */
  void newKeys(PacketSealer next, boolean resetSequence) {
    sealer.close();
    sealer = next;
    encrypted = true;
    wrapAllowed = true;
    if (resetSequence) {
      sequence = 0;
    }
    keyPackets = 0;
    keyBytes = 0;
  }

  /** From the next packet on; null ends compression. */
  void deflater(@Nullable PacketDeflater next) {
    if (deflater != null) {
      deflater.close();
    }
    deflater = next;
  }

  /** Whether these keys have done enough. */
  boolean reached(RekeyLimit limit) {
    return encrypted && (keyBytes >= limit.bytes() || keyPackets >= limit.packets());
  }

  boolean isHalfFull() {
    return fill > buffer.length / 2;
  }

  void writeOut() throws IOException {
    if (fill == 0) {
      return;
    }
    int length = fill;
    fill = 0;
    sink.write(buffer, 0, length);
  }

  /** Large room is lent only while something is in it. */
  void shrink() {
    if (fill == 0 && buffer.length != SMALL) {
      BufferPool.giveBack(buffer);
      buffer = small;
    }
  }

  /** What is not written never will be. */
  void forget() {
    fill = 0;
    shrink();
  }

  /** Forgets keys and data. */
  void close() {
    forget();
    sealer.close();
    deflater(null);
  }

  private void sealCompressed(PacketDeflater with) throws IOException {
    int count = with.deflate(scratch.array(), 0, scratch.length());
    sealRaw(with.output(), 0, count);
  }

  private void sealRaw(byte[] payload, int offset, int length) throws IOException {
    reserve(length + OVERHEAD, length);
    System.arraycopy(payload, offset, buffer, fill + HEAD, length);
    sealPlaced(length);
  }

  /** The payload lies at fill + 5: adds padding and seals the packet there. */
  private void sealPlaced(int payloadLength) throws IOException {
    int block = sealer.blockSize();
    int counted = (sealer.lengthApart() ? 1 : HEAD) + payloadLength;
    int padding = block - counted % block;
    if (padding < 4) {
      padding += block;
    }
    int packetLength = 1 + payloadLength + padding;
    if (packetLength > TransportLimits.MAX_PACKET) {
      throw new IllegalArgumentException("a payload of " + payloadLength + " bytes");
    }
    putInt(fill, packetLength);
    buffer[fill + 4] = (byte) padding;
    int from = fill + HEAD + payloadLength;
    if (encrypted) {
      random.fill(buffer, from, padding);
    } else {
      Arrays.fill(buffer, from, from + padding, (byte) 0);
    }
    sealer.seal(sequence, buffer, fill, packetLength);
    int whole = 4 + packetLength + sealer.macLength();
    fill += whole;
    count(whole);
  }

  private void count(int whole) throws DisconnectException {
    sequence++;
    if (sequence == 0 && !wrapAllowed) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "the sequence number wrapped in the first key exchange");
    }
    keyPackets++;
    keyBytes += whole;
  }

  /**
   * Makes room for a packet of that size; larger room where much data is wanted, which is lent only
   * until it is written.
   */
  private void reserve(int room, int wanted) throws IOException {
    if (buffer.length - fill >= room) {
      return;
    }
    writeOut();
    int useful = Math.max(room, Math.min(wanted, BufferPool.LARGE.size()));
    if (buffer.length < useful) {
      BufferPool.giveBack(buffer);
      buffer = BufferPool.takeFor(useful);
    }
  }

  private void putInt(int at, int value) {
    buffer[at] = (byte) (value >> 24);
    buffer[at + 1] = (byte) (value >> 16);
    buffer[at + 2] = (byte) (value >> 8);
    buffer[at + 3] = (byte) value;
  }
}
