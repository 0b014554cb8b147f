package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.crypto.PacketOpener;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inbound direction: bytes to payloads. Owned by the one thread that receives: buffer, cipher,
 * sequence number and counters need no lock. Reads what the socket has and opens every whole packet
 * from there; an idle connection holds small buffers only.
 */
final class PacketReader {
  private static final int SMALL = 8 * 1024;
  private static final int SMALL_PLAIN = 4 * 1024;

  static final Runnable NOTHING = () -> {};

  private final ByteStream stream;
  private Runnable beforeWaiting = NOTHING;
  private byte[] raw = new byte[SMALL];
  private final byte[] smallRaw = raw;
  private int start;
  private int end;
  private boolean lastReadFilled;

  private byte[] plain = new byte[SMALL_PLAIN];
  private final byte[] smallPlain = plain;
  private final Payload payload = new Payload();

  private PacketOpener opener = PacketCiphers.plainOpener();
  private @Nullable PacketInflater inflater;
  private boolean encrypted;
  private int sequence;
  private boolean wrapAllowed;

  private int maxPacket = TransportLimits.MAX_PACKET_BEFORE_AUTH;
  private boolean beforeAuth = true;
  private long totalPackets;
  private long totalBytes;
  private long keyPackets;
  private long keyBytes;

  PacketReader(ByteStream stream) {
    this.stream = stream;
  }

  /** Number of the packet that {@link #next} returned last. */
  long lastSequence() {
    return (sequence - 1) & 0xffff_ffffL;
  }

  /** Packets since the keys changed, or since the start. */
  long packetsSinceKeys() {
    return keyPackets;
  }

  /** Bytes on the wire since the keys changed. */
  long bytesSinceKeys() {
    return keyBytes;
  }

  /** Packets before authentication is over are few and small. */
  void authenticated() {
    beforeAuth = false;
    maxPacket = TransportLimits.MAX_PACKET;
  }

  /** After the peer's NEWKEYS. */
  void newKeys(PacketOpener next, boolean resetSequence) {
    opener.close();
    opener = next;
    encrypted = true;
    wrapAllowed = true;
    if (resetSequence) {
      sequence = 0;
    }
    keyPackets = 0;
    keyBytes = 0;
  }

  /** From the next packet on; null ends compression. */
  void inflater(@Nullable PacketInflater next) {
    if (inflater != null) {
      inflater.close();
    }
    inflater = next;
  }

  /** Whether a whole byte is there without reading. */
  boolean hasBuffered() {
    return end > start;
  }

  /** Memory of its buffers at this moment. */
  int heldBytes() {
    return raw.length + plain.length;
  }

  /** One byte of the version exchange. */
  int readByte() throws IOException {
    need(1);
    return raw[start++] & 0xff;
  }

  /** The next payload; overwritten by the next call. */
  Payload next() throws IOException {
    return next(NOTHING);
  }

  /** The same; what the caller has put off is done before each read from the stream. */
  Payload next(Runnable beforeWaiting) throws IOException {
    this.beforeWaiting = beforeWaiting;
    if (start == end) {
      shrink();
    }
    need(opener.headLength());
    int length = opener.openLength(sequence, raw, start);
    if (!lengthIsPossible(length)) {
      throw refuseLength();
    }
    int whole = 4 + length + opener.macLength();
    count(whole);
    need(whole);
    if (plain.length < length) {
      releasePlain();
      plain = BufferPool.takeFor(length);
    }
    open(length);
    start += whole;
    advanceSequence();
    int padding = plain[0] & 0xff;
    if (padding < 4 || padding > length - 2) {
      throw encrypted ? PacketCiphers.macError() : malformed("a packet without payload or padding");
    }
    return payload(1, length - 1 - padding);
  }

  private Payload payload(int offset, int length) throws DisconnectException {
    if (inflater == null) {
      return payload.at(plain, offset, length);
    }
    int inflated = inflater.inflate(plain, offset, length);
    if (inflated < 1) {
      throw malformed("an empty payload");
    }
    return payload.at(inflater.output(), 0, inflated);
  }

  private boolean lengthIsPossible(int length) {
    return length >= TransportLimits.MIN_PACKET
        && length <= maxPacket
        && (opener.lengthApart() ? length : length + 4) % opener.blockSize() == 0;
  }

  private void open(int length) throws IOException {
    try {
      opener.open(sequence, raw, start, length, plain, 0);
    } catch (DisconnectException e) {
      hideMoment();
      throw e;
    }
  }

  private DisconnectException refuseLength() throws IOException {
    hideMoment();
    return encrypted ? PacketCiphers.macError() : malformed("bad packet length");
  }

  /**
   * CVE-2008-5161: as many bytes as the longest packet has are taken before the end, whether the
   * length or the MAC was wrong, so that the moment of it says nothing about a decrypted length.
   */
  private void hideMoment() throws IOException {
    if (!opener.hidesLength()) {
      return;
    }
    int left = 4 + maxPacket + opener.macLength();
    while (left > 0) {
      if (start == end) {
        need(1);
      }
      int count = Math.min(left, end - start);
      start += count;
      left -= count;
    }
  }

  private void count(int bytes) throws DisconnectException {
    totalPackets++;
    totalBytes += bytes;
    keyPackets++;
    keyBytes += bytes;
    if (beforeAuth
        && (totalPackets > TransportLimits.MAX_PACKETS_BEFORE_AUTH
            || totalBytes > TransportLimits.MAX_BYTES_BEFORE_AUTH)) {
      throw malformed("too much before authentication");
    }
  }

  private void advanceSequence() throws DisconnectException {
    sequence++;
    if (sequence == 0 && !wrapAllowed) {
      // A number that comes twice in the first exchange would let packets be cut out (Terrapin).
      throw malformed("the sequence number wrapped in the first key exchange");
    }
  }

  private static DisconnectException malformed(String what) {
    return new DisconnectException(DisconnectReason.PROTOCOL_ERROR, what);
  }

  /** Waits until this many bytes are there from start on. */
  private void need(int count) throws IOException {
    while (end - start < count) {
      makeRoom();
      beforeWaiting.run();
      if (totalPackets < TransportLimits.PACKETS_ACKNOWLEDGED) {
        stream.acknowledge();
      }
      int room = raw.length - end;
      int n = stream.read(raw, end, room);
      if (n < 0) {
        throw new ConnectionEndedException(
            new Termination.Lost("the peer closed the connection", null));
      }
      lastReadFilled = n == room;
      end += n;
    }
  }

  /** Grows step by step, and only after what came filled the buffer: a length alone costs none. */
  private void makeRoom() {
    boolean full = end - start == raw.length;
    boolean more = lastReadFilled && !beforeAuth && raw.length < BufferPool.LARGE.size();
    if (full || more) {
      move(BufferPool.takeFor(raw.length + 1));
      lastReadFilled = false;
    } else if (start > 0) {
      move(raw);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private void move(byte[] target) {
    System.arraycopy(raw, start, target, 0, end - start);
    end -= start;
    start = 0;
    if (target != raw) {
      BufferPool.giveBack(raw);
      raw = target;
    }
  }

  private void shrink() {
    start = 0;
    end = 0;
    lastReadFilled = false;
    if (raw.length != SMALL) {
      BufferPool.giveBack(raw);
      raw = smallRaw;
    }
    releasePlain();
  }

  private void releasePlain() {
    if (plain.length != SMALL_PLAIN) {
      BufferPool.giveBack(plain);
      plain = smallPlain;
    }
  }

  /** The connection is over: forgets keys and the last plaintext. */
  void close() {
    opener.close();
    inflater(null);
    Arrays.fill(plain, (byte) 0);
    start = 0;
    end = 0;
    shrink();
  }
}
