package dev.aikagi.sftp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a file on its way, and the call that it travels with. Both serve again and again. One
 * thread's at a time.
 */
final class Block {
  final byte[] data;

  /** Where the piece begins in {@link #data}. */
  final int start;

  /** Where the piece begins in the file. */
  long position;

  /** How long the piece is to be, and how much of it is there. */
  int wanted;

  int length;

  /** The file ends behind this piece. */
  boolean last;

  /** The server did not write it. */
  boolean failed;

  boolean done;

  private final ByteBuffer buffer;
  private @Nullable Call call;

  Block(int capacity, int start) {
    this.data = new byte[start + capacity];
    this.start = start;
    this.buffer = ByteBuffer.wrap(data);
  }

  /** The piece, or so much of its place, as a buffer; the same object each time. */
  ByteBuffer buffer(int bytes) {
    return buffer.limit(start + bytes).position(start);
  }

  boolean hasCall() {
    return call != null;
  }

  int capacity() {
    return data.length - start;
  }

  Call call() {
    return java.util.Objects.requireNonNull(call);
  }

  void call(Call made) {
    call = made;
  }
}
