package dev.aikagi.connection;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.Message;
import dev.aikagi.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The outbound half of a channel: its send window, and the promise that nothing follows EOF or
 * CLOSE. Whoever sends enters and leaves; a close waits for nobody: the last one out sends it.
 */
final class Sender {
  private static final long UINT32_MAX = 0xffff_ffffL;

  /** Larger packets would delay what other channels want to send. */
  private static final int MAX_PACKET = 64 * 1024;

  /** What is taken from the window at once. */
  private static final int BATCH = 256 * 1024;

  private final Transport transport;
  private final Runnable sendClose;
  private final Runnable used;

  /** Held while a write is cut into packets: two writers do not mix, and EOF comes after them. */
  private final ReentrantLock writing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // The rest is guarded by lock; recipient and maxPacket do not change once open.
  private long recipient;
  private int maxPacket;
  private long window;
  private boolean eofSent;
  private boolean peerReadsNoMore;
  private boolean closing;
  private boolean closeSent;
  private int inside;
  private @Nullable Termination ended;

  /**
   * @param sendClose called once, without locks, when nobody sends any more
   * @param used called for data that goes out
   */
  Sender(Transport transport, Runnable sendClose, Runnable used) {
    this.transport = transport;
    this.sendClose = sendClose;
    this.used = used;
  }

  /** The peer's side of the channel is known. */
  void opened(long recipient, long initialWindow, long maximumPacketSize) {
    lock.lock();
    try {
      this.recipient = recipient;
      this.window = initialWindow;
      this.maxPacket = (int) Math.min(maximumPacketSize, MAX_PACKET);
    } finally {
      lock.unlock();
    }
  }

  long recipient() {
    lock.lock();
    try {
      return recipient;
    } finally {
      lock.unlock();
    }
  }

  /** By the reader: WINDOW_ADJUST. */
  void adjust(long bytesToAdd) throws DisconnectException {
    lock.lock();
    try {
      // RFC 4254 section 5.2; a window that wraps around would never stall or never move
      // (CVE-2025-54804).
      if (bytesToAdd > UINT32_MAX - window) {
        throw new DisconnectException(
            DisconnectReason.PROTOCOL_ERROR, "a window of more than 2^32-1 bytes");
      }
      window += bytesToAdd;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** By the reader: eow@openssh.com. Writers get an exception, as from a pipe that nobody reads. */
  void peerReadsNoMore() {
    lock.lock();
    try {
      peerReadsNoMore = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void ended(Termination how) {
    lock.lock();
    try {
      ended = how;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes all of it as CHANNEL_DATA, or as CHANNEL_EXTENDED_DATA if the type is not 0. */
  void write(long dataTypeCode, byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    writing.lock();
    try {
      int from = offset;
      int left = length;
      while (left > 0) {
        int n = reserve(left);
        try {
          packets(dataTypeCode, data, from, n);
        } finally {
          leave();
        }
        from += n;
        left -= n;
      }
    } finally {
      writing.unlock();
    }
  }

  /** No more data follows; waits for a write that is under way. */
  void eof() throws IOException {
    writing.lock();
    try {
      if (enter()) {
        try {
          if (firstEof()) {
            transport.send(new ChannelEof(recipient));
          }
        } finally {
          leave();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Sends a message of this channel, unless the channel is closing; returns whether it did. */
  boolean send(Message message) throws IOException {
    if (!enter()) {
      return false;
    }
    try {
      transport.send(message);
      return true;
    } finally {
      leave();
    }
  }

  /** Gives the peer credit. */
  void sendAdjust(long bytes) throws IOException {
    send(new ChannelWindowAdjust(recipient(), bytes));
  }

  /** The CLOSE that was claimed. */
  void sendClose() throws IOException {
    transport.send(new ChannelClose(recipient()));
  }

  /** From here on nothing is sent but CLOSE. Does not wait. */
  void close() {
    boolean mine;
    lock.lock();
    try {
      closing = true;
      mine = claimClose();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (mine) {
      sendClose.run();
    }
  }

  private void packets(long dataTypeCode, byte[] data, int offset, int length) throws IOException {
    used.run();
    if (dataTypeCode == 0) {
      transport.sendData(recipient, data, offset, length, maxPacket);
      return;
    }
    int end = offset + length;
    for (int from = offset; from < end; from += maxPacket) {
      transport.sendExtendedData(
          recipient, dataTypeCode, data, from, Math.min(maxPacket, end - from));
    }
  }

  /** Waits for window, takes of it and enters. */
  private int reserve(int wish) throws IOException {
    lock.lock();
    try {
      while (true) {
        if (ended != null) {
          throw new ConnectionEndedException(ended);
        }
        if (closing || eofSent) {
          throw new IOException("the channel is closed");
        }
        if (peerReadsNoMore) {
          throw new IOException("the peer reads no more from this channel");
        }
        if (window > 0) {
          int n = (int) Math.min(window, Math.min(wish, BATCH));
          window -= n;
          inside++;
          return n;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  private boolean firstEof() {
    lock.lock();
    try {
      boolean first = !eofSent;
      eofSent = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean enter() {
    lock.lock();
    try {
      if (closing || ended != null) {
        return false;
      }
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    boolean mine;
    lock.lock();
    try {
      inside--;
      mine = claimClose();
    } finally {
      lock.unlock();
    }
    if (mine) {
      sendClose.run();
    }
  }

  private boolean claimClose() {
    boolean mine = closing && inside == 0 && !closeSent;
    closeSent |= mine;
    return mine;
  }
}
