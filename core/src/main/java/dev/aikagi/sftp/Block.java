package dev.aikagi.sftp;

import org.jspecify.annotations.Nullable;

/** A piece of a file on its way, and the call that it travels with. One thread's at a time. */
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

  private @Nullable Call call;

  Block(int capacity, int start) {
    this.data = new byte[start + capacity];
    this.start = start;
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
