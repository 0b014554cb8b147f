package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file with many WRITEs in flight. The first one that fails is told by the next method
 * that is called, and by each after it, whatever the later ones came to (OpenSSH's sftp before 10.1
 * forgot it when a later one succeeded). Not thread-safe.
 */
final class WriteBehind {
  private final Requests requests;
  private final Bytes handle;
  private final Bytes path;
  private final TransferWindow window;
  private final @Nullable Cancellation cancellation;
  private final Inbox inbox = new Inbox();

  /** In the order of writing; one leaves when it and all before it are answered. */
  private final ArrayDeque<Block> behind = new ArrayDeque<>();

  private final ArrayDeque<Block> spare = new ArrayDeque<>();
  private final int room;
  private long written;
  private boolean hole;
  private @Nullable SftpException failure;

  /**
   * @param from where writing begins
   */
  WriteBehind(
      Requests requests,
      Bytes handle,
      Bytes path,
      long from,
      TransferWindow window,
      @Nullable Cancellation cancellation) {
    this.requests = requests;
    this.handle = handle;
    this.path = path;
    this.written = from;
    this.window = window;
    this.cancellation = cancellation;
    this.room = BulkHeader.writeLength(handle);
    if (cancellation != null) {
      cancellation.attach(inbox);
    }
  }

  /** Up to here, without a hole, the server has said that it wrote what was written in order. */
  long written() {
    return written;
  }

  /** An empty block to be filled from its {@code start} on; waits while the window is full. */
  Block take() throws IOException {
    return take(window.blockSize());
  }

  /** The same for a piece of at most so many bytes. */
  Block take(int capacity) throws IOException {
    if (cancellation != null) {
      cancellation.check("write", path);
    }
    collect();
    while (failure == null && behind.size() >= window.places()) {
      arrived(next());
    }
    check();
    Block block = spare.poll();
    return block != null && block.capacity() >= capacity ? block : new Block(capacity, room);
  }

  /** Sends what the block was filled with. */
  void write(Block block, long position, int length) {
    block.position = position;
    block.length = length;
    block.done = false;
    if (!block.hasCall()) {
      block.call(new Call(requests, inbox, "write", path, c -> arrived(block, c)));
    }
    block.call().again();
    behind.add(block);
    requests.sendWrite(block.call(), handle, position, block, length, false);
  }

  /** Waits for all answers. */
  void finish() throws IOException {
    drain();
    check();
  }

  /** The same, whatever they are. */
  void drain() throws IOException {
    while (!behind.isEmpty()) {
      arrived(next());
    }
  }

  /** Has the answers that still come thrown away. */
  void close() {
    requests.abandon(inbox);
    behind.clear();
    spare.clear();
    if (cancellation != null) {
      cancellation.detach(inbox);
    }
  }

  private Call next() throws IOException {
    return requests.next(inbox, "write", path, cancellation);
  }

  private void collect() throws IOException {
    for (Call call = inbox.poll(); call != null; call = inbox.poll()) {
      arrived(call);
    }
  }

  private static void arrived(Call call) throws IOException {
    if (call.step != null) {
      call.step.answered(call);
    }
  }

  private void arrived(Block block, Call call) throws IOException {
    block.done = true;
    window.answered(block.length, call.sentAt, System.nanoTime());
    try {
      call.ok();
      block.failed = false;
    } catch (SftpException e) {
      block.failed = true;
      if (failure == null) {
        failure = e;
      }
    }
    for (Block b = behind.peek(); b != null && b.done; b = behind.peek()) {
      behind.remove();
      hole |= b.failed;
      if (!hole) {
        written = b.position + b.length;
      }
      spare.push(b);
    }
  }

  private void check() throws SftpException {
    SftpException f = failure;
    if (f != null) {
      throw new SftpException(f.status(), f.operation(), f.path(), f.detail(), f);
    }
  }
}
