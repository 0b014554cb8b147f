package dev.aikagi.connection;

import java.lang.ref.WeakReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receive buffers of one connection, reused so that bulk data allocates nothing. Only weakly
 * held: the next garbage collection frees those of an idle connection. Not shared between
 * connections, since they hold what was decrypted.
 */
final class ChunkPool {
  /** One packet of the largest size, and a write that is worth its system call. */
  static final int CHUNK = 64 * 1024;

  /** As much as the largest window buffers. */
  private static final int MAX_FREE = 256;

  private static final class Stack {
    final byte[][] chunks = new byte[MAX_FREE][];
    int count;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WeakReference<Stack> free;

  byte[] take() {
    lock.lock();
    try {
      Stack s = free == null ? null : free.get();
      if (s != null && s.count > 0) {
        return s.chunks[--s.count];
      }
    } finally {
      lock.unlock();
    }
    return new byte[CHUNK];
  }

  /** Arrays of other sizes are left to the garbage collector. */
  void give(byte[] chunk) {
    if (chunk.length != CHUNK) {
      return;
    }
    lock.lock();
    try {
      Stack s = free == null ? null : free.get();
      if (s == null) {
        s = new Stack();
        free = new WeakReference<>(s);
      }
      if (s.count < MAX_FREE) {
        s.chunks[s.count++] = chunk;
      }
    } finally {
      lock.unlock();
    }
  }
}
