package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.Message;
import dev.aikagi.message.NewKeys;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One key exchange after the first. It runs on a thread of its own, because it writes, which the
 * reader must never do; the reader feeds it, and gets the new inbound keys from it before NEWKEYS
 * goes out, so that neither ever waits for the other in a circle.
 */
final class Rekey implements GuessSkippingIo {
  /** At most three messages of a method and one guess, NEWKEYS. */
  private static final int MAX_MESSAGES = 8;

  private final Outbox outbox;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private @Nullable Proposal peerProposal;
  private @Nullable InboundKeys keys;
  private boolean inboundDone;
  private boolean finished;
  private @Nullable Termination ended;

  Rekey(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The reader: the peer's KEXINIT. */
  void offerProposal(Proposal proposal) throws IOException {
    lock.lock();
    try {
      failIfEnded();
      peerProposal = proposal;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The reader: another message of the exchange, copied. */
  void offer(Payload p) throws IOException {
    byte[] copy = p.copy().toArray();
    lock.lock();
    try {
      failIfEnded();
      if (arrived.size() >= MAX_MESSAGES) {
        throw protocolError("too many messages in a key exchange");
      }
      arrived.add(copy);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The reader, after the peer's NEWKEYS: waits until the new keys are known. */
  InboundKeys awaitKeys() throws IOException {
    lock.lock();
    try {
      InboundKeys k = keys;
      while (k == null) {
        failIfEnded();
        changed.awaitUninterruptibly();
        k = keys;
      }
      // The method has had its messages, and the exchange looks at what is left only when it has
      // its turn: nothing may be opened with the new keys before that.
      if (arrived.size() > 1) {
        throw protocolError("more messages than the key exchange has");
      }
      inboundDone = true;
      changed.signalAll();
      return k;
    } finally {
      lock.unlock();
    }
  }

  /** The reader: whether the peer's NEWKEYS was read, so that a KEXINIT begins another one. */
  boolean inboundDone() {
    lock.lock();
    try {
      return inboundDone;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reader, when the peer begins the next exchange before our NEWKEYS is written. The wait is
   * short: a peer that has sent NEWKEYS is reading.
   */
  void awaitFinished() throws IOException {
    lock.lock();
    try {
      while (!finished) {
        failIfEnded();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The exchange is over and the next one may begin. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The exchange: what the reader will switch to. */
  void handOver(InboundKeys next) {
    lock.lock();
    try {
      keys = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The exchange, when our NEWKEYS is written: returns when the peer's was read too. */
  void awaitInbound() throws IOException {
    lock.lock();
    try {
      while (!inboundDone) {
        failIfEnded();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes both sides for good. */
  void end(Termination how) {
    lock.lock();
    try {
      ended = how;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The exchange: the peer's KEXINIT. */
  Proposal receiveProposal() throws IOException {
    lock.lock();
    try {
      Proposal p = peerProposal;
      while (p == null) {
        failIfEnded();
        changed.awaitUninterruptibly();
        p = peerProposal;
      }
      return p;
    } finally {
      lock.unlock();
    }
  }

  void receiveNewKeys() throws IOException {
    var _ = NewKeys.read(fields(take(NewKeys.NUMBER)));
  }

  @Override
  public void send(Message message) throws IOException {
    outbox.sendKex(message);
  }

  @Override
  public WireReader receive(int number) throws IOException {
    return fields(take(number));
  }

  @Override
  public void skipGuess() throws IOException {
    byte[] guess = take();
    if (guess[0] == NewKeys.NUMBER) {
      throw protocolError("NEWKEYS in place of a key exchange message");
    }
  }

  private static WireReader fields(byte[] payload) {
    return new WireReader(payload, 1, payload.length - 1);
  }

  private byte[] take(int number) throws IOException {
    byte[] next = take();
    if ((next[0] & 0xff) != number) {
      throw protocolError("message " + (next[0] & 0xff) + " in place of " + number);
    }
    return next;
  }

  private byte[] take() throws IOException {
    lock.lock();
    try {
      while (true) {
        failIfEnded();
        byte[] next = arrived.poll();
        if (next != null) {
          return next;
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failIfEnded() throws ConnectionEndedException {
    Termination how = ended;
    if (how != null) {
      throw new ConnectionEndedException(how);
    }
  }

  static DisconnectException protocolError(String what) {
    return new DisconnectException(DisconnectReason.PROTOCOL_ERROR, what);
  }
}
