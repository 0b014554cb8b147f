package dev.aikagi.transport;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Large buffers, lent while data moves, so that an idle connection holds small ones only: ten
 * thousand idle connections with 256 KiB each would be gigabytes. They hold what was or will be on
 * the wire, and decrypted payloads that were handed up; never keys.
 */
final class BufferPool {
  /** Holds a packet of 64 KiB of channel data, the most that is sent and asked for. */
  static final BufferPool MEDIUM = new BufferPool(66 * 1024, 16);

  /** Holds the longest packet, or four of 64 KiB. */
  static final BufferPool LARGE = new BufferPool(272 * 1024, 16);

  private final int size;
  private final ArrayBlockingQueue<byte[]> free;

  private BufferPool(int size, int kept) {
    this.size = size;
    this.free = new ArrayBlockingQueue<>(kept);
  }

  int size() {
    return size;
  }

  byte[] take() {
    byte[] buffer = free.poll();
    return buffer != null ? buffer : new byte[size];
  }

  /** The smallest lent buffer for this many bytes. */
  static byte[] takeFor(int length) {
    return length <= MEDIUM.size ? MEDIUM.take() : LARGE.take();
  }

  /** Takes a buffer back if it is one of ours. */
  static void giveBack(byte[] buffer) {
    if (buffer.length == LARGE.size) {
      LARGE.offer(buffer);
    } else if (buffer.length == MEDIUM.size) {
      MEDIUM.offer(buffer);
    }
  }

  private void offer(byte[] buffer) {
    // A full pool lets the collector have it.
    var _ = free.offer(buffer);
  }
}
