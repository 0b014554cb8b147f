package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.SshException;
import dev.aikagi.Termination;
import dev.aikagi.crypto.PacketDeflater;
import dev.aikagi.crypto.PacketSealer;
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
 * The outbound direction: the one owner of its {@link PacketWriter} and of the kex gate. Whoever
 * holds the lock leaves the write to the next thread that waits for it, and writes itself when none
 * waits, so that a lone message goes at once and a busy connection writes large.
 *
 * <p>The lock is fair: without that, a thread with much data would keep a keystroke waiting.
 */
final class Outbox {
  private final ByteStream stream;
  private final RekeyLimit limit;
  private final Owner owner;

  /** Guards everything below, and is held while writing to the stream. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Condition gateOpened = lock.newCondition();
  private final PacketWriter writer;

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
    this.writer = new PacketWriter(this::write, owner::sealing);
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
        writer.data(recipientChannel, data, offset + done, count, length - done);
        checkLimit();
        done += count;
      } while (done < length);
    } finally {
      release();
    }
  }

  void sendExtendedData(
      long recipientChannel, long dataTypeCode, byte[] data, int offset, int length)
      throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, data.length);
    lock.lock();
    try {
      awaitGate();
      writer.extendedData(recipientChannel, dataTypeCode, data, offset, length);
      checkLimit();
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
        writer.payload(next);
        checkLimit();
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
      writer.line(line);
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
      writer.payload(kexInit);
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
      writer.message(new NewKeys());
      writer.newKeys(next, resetSequence);
      writer.deflater(nextDeflater);
      if (follow != null) {
        writer.message(follow);
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
      writer.deflater(next);
    } finally {
      release();
    }
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
      writer.writeOut();
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
        writer.writeOut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The peer is gone or does not read: it will not hear why.
      writer.forget();
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  /** Every waiter and every later sender gets this. */
  void ending(Termination how) {
    ended = how;
  }

  /** After {@link #ending} and the socket's end. Does not wait, since a timer calls it. */
  void end() {
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
      writer.writeOut();
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
    writer.message(message);
    checkLimit();
  }

  private void checkLimit() {
    if (!gated && writer.reached(limit)) {
      // Closed at once: otherwise much more could go out under the old keys before the exchange
      // has its turn.
      gated = owner.outboundLimitReached();
    }
  }

  private void write(byte[] buffer, int offset, int length) throws IOException {
    try {
      stream.write(buffer, offset, length);
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
      boolean leave = corked || (lock.hasQueuedThreads() && !writer.isHalfFull());
      if (ended == null && !leave) {
        writer.writeOut();
      }
    } finally {
      if (ended != null) {
        forget();
      } else {
        writer.shrink();
      }
      lock.unlock();
    }
  }

  private void forget() {
    writer.close();
    gateOpened.signalAll();
    wakePosters();
  }
}
