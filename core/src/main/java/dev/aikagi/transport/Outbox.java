package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.crypto.PacketCiphers;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketSealer;
import dev.aikagi.crypto.RandomPool;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelExtendedData;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction: the one owner of its cipher, sequence number, compression and kex gate.
 * Packets are sealed where they lie in one buffer, several per write: whoever holds the lock leaves
 * the write to the next thread that waits for it, and writes itself when none waits, so that a lone
 * message goes at once and a busy connection writes large.
 *
 * <p>The lock is fair: without that, a thread with much data would keep a keystroke waiting.
 */
final class Outbox {
  private static final int SMALL = 4 * 1024;

  /** packet_length, padding_length. */
  private static final int HEAD = 5;

  /** Number, recipient channel, length. */
  private static final int DATA_HEAD = 9;

  private static final int EXTENDED_DATA_HEAD = 13;

  /** What does not count as data in a packet: head, data head, padding and MAC, generously. */
  private static final int OVERHEAD = 128;

  private final ByteStream stream;
  private final RekeyLimit limit;
  private final Owner owner;

  /** Guards everything below, and is held while writing to the stream. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Condition gateOpened = lock.newCondition();
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

  /** Between our KEXINIT and our NEWKEYS only the key exchange may send (RFC 4253 section 7.1). */
  private volatile boolean gated;

  /** The handshake collects several messages for one write. */
  private boolean corked;

  /**
   * Guards the queue. Never held while writing or waiting for the other lock, so that the reader
   * can always leave its answer: it would otherwise wait for a writer who waits for the peer's
   * reader, who may wait in the same way for ours.
   */
  private final ReentrantLock postLock = new ReentrantLock();

  private final Condition postedDrained = postLock.newCondition();
  private final ArrayDeque<byte[]> posted = new ArrayDeque<>();
  private int postedBytes;
  private boolean draining;

  private volatile @Nullable Termination ended;

  /** Told what the outbox cannot decide; called with the lock held, so neither may wait. */
  interface Owner {
    /** Whether a key exchange begins because of it. */
    boolean outboundLimitReached();

    void writeFailed(IOException e);

    /** A message with this number is about to be sealed. */
    void sealing(int number);
  }

  Outbox(ByteStream stream, RekeyLimit limit, Owner owner) {
    this.stream = stream;
    this.limit = limit;
    this.owner = owner;
  }

  /** Any thread; waits while a key exchange runs. */
  void send(Message message) throws IOException {
    lock.lock();
    try {
      awaitGate();
      corked = false;
      seal(message);
    } finally {
      release();
    }
  }

  /**
   * As {@link #send}, for the thread that receives before it may use {@link #post}: where a key
   * exchange runs, which needs that thread, the message is queued.
   */
  void sendOrPost(Message message) throws IOException {
    boolean busy;
    lock.lock();
    try {
      failIfEnded();
      busy = gated || draining();
      if (!busy) {
        corked = false;
        seal(message);
      }
    } finally {
      release();
    }
    if (busy) {
      post(message);
    }
  }

  /** CHANNEL_DATA in messages of at most maximum bytes of data. */
  void sendData(long recipientChannel, byte[] data, int offset, int length, int maximum)
      throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    lock.lock();
    try {
      int done = 0;
      do {
        awaitGate();
        int count = Math.min(maximum, length - done);
        sealData(recipientChannel, data, offset + done, count, length - done);
        done += count;
      } while (done < length);
    } finally {
      release();
    }
  }

  private void sealData(long recipientChannel, byte[] data, int offset, int count, int wanted)
      throws IOException {
    owner.sealing(ChannelData.NUMBER);
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

  void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    lock.lock();
    try {
      awaitGate();
      owner.sealing(ChannelExtendedData.NUMBER);
      if (deflater != null) {
        scratch.reset();
        scratch.writeByte(ChannelExtendedData.NUMBER).writeUint32(recipientChannel);
        scratch.writeUint32(dataTypeCode).writeString(data, offset, length);
        sealCompressed(deflater);
      } else {
        reserve(length + OVERHEAD, length);
        int p = fill + HEAD;
        buffer[p] = ChannelExtendedData.NUMBER;
        putInt(p + 1, (int) recipientChannel);
        putInt(p + 5, (int) dataTypeCode);
        putInt(p + 9, length);
        System.arraycopy(data, offset, buffer, p + EXTENDED_DATA_HEAD, length);
        sealPlaced(EXTENDED_DATA_HEAD + length);
      }
    } finally {
      release();
    }
  }

  /**
   * For the thread that receives: queues the message and lets another thread write it. Waits only
   * where a peer asks much and reads nothing, and not even then while a key exchange runs, which
   * needs the reader.
   */
  void post(Message message) throws IOException {
    WireWriter w = new WireWriter(64);
    message.write(w);
    postLock.lock();
    try {
      awaitPostRoom();
      posted.add(w.toArray());
      postedBytes += w.length();
      if (!draining) {
        draining = true;
        Thread.ofVirtual().name("aikagi-answers").start(this::drain);
      }
    } finally {
      postLock.unlock();
    }
  }

  private boolean draining() {
    postLock.lock();
    try {
      return draining;
    } finally {
      postLock.unlock();
    }
  }

  private void awaitPostRoom() throws IOException {
    long left = TransportLimits.KEX_TIME.toNanos();
    failIfEnded();
    while (postedBytes > TransportLimits.MAX_POSTED_BYTES) {
      if (gated) {
        if (postedBytes > TransportLimits.MAX_POSTED_BYTES_IN_KEX) {
          throw tooMuch("too many requests during a key exchange");
        }
        return;
      }
      if (left <= 0) {
        throw tooMuch("the peer does not read the answers to its requests");
      }
      left = awaitNanos(postedDrained, left);
      failIfEnded();
    }
  }

  private static DisconnectException tooMuch(String what) {
    return new DisconnectException(DisconnectReason.BY_APPLICATION, what);
  }

  private void drain() {
    try {
      drainPosted();
    } catch (IOException e) {
      // The owner was told, or ended the connection itself; what is queued has nowhere to go.
      owner.writeFailed(e);
    }
  }

  private void drainPosted() throws IOException {
    lock.lock();
    try {
      byte[] next = nextPosted();
      while (next != null) {
        awaitGate();
        sealPayload(next, 0, next.length);
        next = nextPosted();
      }
    } finally {
      release();
    }
  }

  /** Null when there is none: then this thread is done, and the next message starts another. */
  private byte @Nullable [] nextPosted() {
    postLock.lock();
    try {
      byte[] next = posted.poll();
      if (next == null) {
        draining = false;
      } else {
        postedBytes -= next.length;
      }
      postedDrained.signalAll();
      return next;
    } finally {
      postLock.unlock();
    }
  }

  private void wakePosters() {
    postLock.lock();
    try {
      if (ended != null) {
        posted.clear();
        postedBytes = 0;
      }
      postedDrained.signalAll();
    } finally {
      postLock.unlock();
    }
  }

  /** What is not a packet: the version line. Stays in the buffer for the KEXINIT to follow. */
  void writeVersion(byte[] line) throws IOException {
    lock.lock();
    try {
      reserve(line.length, line.length);
      System.arraycopy(line, 0, buffer, fill, line.length);
      fill += line.length;
    } finally {
      lock.unlock();
    }
  }

  /** The payload of our KEXINIT: from now on only the key exchange sends. */
  void beginKex(byte[] kexInit) throws IOException {
    lock.lock();
    try {
      failIfEnded();
      gated = true;
      sealPayload(kexInit, 0, kexInit.length);
    } finally {
      // A reader that waits for room must go on: the exchange needs it.
      wakePosters();
      release();
    }
  }

  /** A message of the key exchange. */
  void sendKex(Message message) throws IOException {
    lock.lock();
    try {
      failIfEnded();
      seal(message);
    } finally {
      release();
    }
  }

  /**
   * NEWKEYS under the old keys, then the new ones, and whatever waited.
   *
   * @param follow sent first under the new keys, if there is one
   */
  void newKeys(
      PacketSealer next,
      boolean resetSequence,
      @Nullable PacketDeflater nextDeflater,
      @Nullable Message follow)
      throws IOException {
    lock.lock();
    try {
      failIfEnded();
      seal(new NewKeys());
      sealer.close();
      sealer = next;
      encrypted = true;
      wrapAllowed = true;
      if (resetSequence) {
        sequence = 0;
      }
      setDeflater(nextDeflater);
      keyPackets = 0;
      keyBytes = 0;
      if (follow != null) {
        seal(follow);
      }
      gated = false;
      gateOpened.signalAll();
    } finally {
      release();
    }
  }

  /** From the next packet on. */
  void deflater(@Nullable PacketDeflater next) throws IOException {
    lock.lock();
    try {
      setDeflater(next);
    } finally {
      release();
    }
  }

  private void setDeflater(@Nullable PacketDeflater next) {
    if (deflater != null) {
      deflater.close();
    }
    deflater = next;
  }

  /** Collects what is sent until {@link #flush} or {@link #uncork}: for the handshake only. */
  void cork() throws IOException {
    lock.lock();
    try {
      corked = true;
    } finally {
      release();
    }
  }

  /** Writes what was collected, and goes on collecting. */
  void flush() throws IOException {
    lock.lock();
    try {
      failIfEnded();
      writeOut();
    } finally {
      release();
    }
  }

  void uncork() throws IOException {
    lock.lock();
    try {
      corked = false;
    } finally {
      release();
    }
  }

  /** A last message, if the lock can be had and the peer reads, within the time. */
  void goodbye(Message message, Duration time) {
    boolean locked = false;
    try {
      locked = lock.tryLock(time.toNanos(), TimeUnit.NANOSECONDS);
      if (locked) {
        corked = false;
        seal(message);
        writeOut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The peer is gone or does not read: it will not hear why.
      fill = 0;
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  /** Every waiter and every later sender gets this. Does not wait, since a timer calls it. */
  void end(Termination how) {
    ended = how;
    wakePosters();
    if (lock.tryLock()) {
      releaseEnded();
    } else {
      // Whoever holds the lock now may have looked before it was set.
      Thread.ofVirtual().name("aikagi-end").start(this::lockAndReleaseEnded);
    }
  }

  private void lockAndReleaseEnded() {
    lock.lock();
    releaseEnded();
  }

  private void releaseEnded() {
    forget();
    lock.unlock();
  }

  private void awaitGate() throws IOException {
    failIfEnded();
    while (gated) {
      writeOut();
      gateOpened.awaitUninterruptibly();
      failIfEnded();
    }
  }

  // Its caller is the loop.
  @SuppressWarnings("WaitNotInLoop")
  private long awaitNanos(Condition condition, long nanos) throws IOException {
    try {
      return condition.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SshException("interrupted while waiting to answer", e);
    }
  }

  private void failIfEnded() throws ConnectionEndedException {
    Termination how = ended;
    if (how != null) {
      throw new ConnectionEndedException(how);
    }
  }

  private void seal(Message message) throws IOException {
    scratch.reset();
    message.write(scratch);
    owner.sealing(message.number());
    if (deflater != null) {
      sealCompressed(deflater);
    } else {
      sealRaw(scratch.array(), 0, scratch.length());
    }
  }

  private void sealPayload(byte[] payload, int offset, int length) throws IOException {
    owner.sealing(payload[offset]);
    if (deflater != null) {
      int count = deflater.deflate(payload, offset, length);
      sealRaw(deflater.output(), 0, count);
    } else {
      sealRaw(payload, offset, length);
    }
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
    if (encrypted) {
      random.fill(buffer, fill + HEAD + payloadLength, padding);
    } else {
      java.util.Arrays.fill(
          buffer, fill + HEAD + payloadLength, fill + HEAD + payloadLength + padding, (byte) 0);
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
    if (encrypted && !gated && (keyBytes >= limit.bytes() || keyPackets >= limit.packets())) {
      // Closed at once: otherwise much more could go out under the old keys before the exchange
      // has its turn.
      gated = owner.outboundLimitReached();
    }
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

  private void writeOut() throws IOException {
    if (fill == 0) {
      return;
    }
    int length = fill;
    fill = 0;
    try {
      stream.write(buffer, 0, length);
    } catch (IOException e) {
      failIfEnded();
      owner.writeFailed(e);
      throw e;
    }
  }

  /**
   * Leaves the lock; every holder leaves through here. The write is left to the next thread in line
   * only while there is room for what it brings.
   */
  private void release() throws IOException {
    try {
      boolean leave = corked || (lock.hasQueuedThreads() && fill <= buffer.length / 2);
      if (ended == null && !leave) {
        writeOut();
      }
    } finally {
      if (ended != null) {
        forget();
      } else if (fill == 0 && buffer.length != SMALL) {
        BufferPool.giveBack(buffer);
        buffer = small;
      }
      lock.unlock();
    }
  }

  private void forget() {
    fill = 0;
    if (buffer.length != SMALL) {
      BufferPool.giveBack(buffer);
      buffer = small;
    }
    sealer.close();
    setDeflater(null);
    gateOpened.signalAll();
    wakePosters();
  }
}
