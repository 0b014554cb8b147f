package dev.aikagi.connection;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Received data of one stream that nobody has read yet, in chunks that are filled to their end, so
 * that packets of one byte need no more memory than their bytes. Guarded by its {@link Receiver}.
 */
final class ReceiveBuffer {
  /** Enough for a person at a keyboard; a chunk is for bulk. */
  private static final int SMALL = 2048;

  /** Bytes that now belong to whoever took them. */
  static final class Slice {
    final byte[] array;
    final int offset;
    final int length;

    Slice(byte[] array, int offset, int length) {
      this.array = array;
      this.offset = offset;
      this.length = length;
    }
  }

  private final ChunkPool pool;
  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(1);
  private int headOffset;
  private int tailEnd;
  private long size;

  ReceiveBuffer(ChunkPool pool) {
    this.pool = pool;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long size() {
    return size;
  }

  void append(byte[] source, int offset, int length) {
    size += length;
    while (length > 0) {
      byte[] tail = chunks.peekLast();
      if (tail == null || tailEnd == tail.length) {
        tail = chunks.isEmpty() && length <= SMALL ? new byte[SMALL] : pool.take();
        if (chunks.isEmpty()) {
          headOffset = 0;
        }
        chunks.add(tail);
        tailEnd = 0;
      }
      int n = Math.min(length, tail.length - tailEnd);
      System.arraycopy(source, offset, tail, tailEnd, n);
      tailEnd += n;
      offset += n;
      length -= n;
    }
  }

  /** What fits, without waiting; 0 if there is nothing. */
  int read(byte[] target, int offset, int length) {
    int done = 0;
    while (done < length && size > 0) {
      byte[] head = chunks.element();
      int n = Math.min(length - done, headEnd() - headOffset);
      System.arraycopy(head, headOffset, target, offset + done, n);
      headOffset += n;
      size -= n;
      done += n;
      if (headOffset == headEnd()) {
        pool.give(dropHead());
      }
    }
    return done;
  }

  /** The first chunk, taken out; null if there is nothing. */
  @Nullable Slice take() {
    if (size == 0) {
      return null;
    }
    int from = headOffset;
    int length = headEnd() - from;
    size -= length;
    return new Slice(dropHead(), from, length);
  }

  /** The same if there is much in it, but no more than so many bytes. */
  @Nullable Slice takeWhole(int most) {
    int left = size == 0 ? 0 : headEnd() - headOffset;
    return left > SMALL && left <= most ? take() : null;
  }

  /** Forgets everything; returns how much that was. */
  long clear() {
    long n = size;
    while (!chunks.isEmpty()) {
      pool.give(dropHead());
    }
    size = 0;
    return n;
  }

  private int headEnd() {
    return chunks.size() == 1 ? tailEnd : chunks.element().length;
  }

  private byte[] dropHead() {
    byte[] head = chunks.remove();
    headOffset = 0;
    if (chunks.isEmpty()) {
      tailEnd = 0;
    }
    return head;
  }
}
