package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in order with many READs in flight. Answers may come in any order and be short: what
 * is missing of a piece is asked for again. What is held in memory is the window and no more. Not
 * thread-safe.
 */
final class ReadAhead {
  /** For looking whether there is more than expected. */
  private static final int LOOK = Limits.SAFE_DATA;

  /** What part of the window is asked for at a time: the rest keeps the server busy meanwhile. */
  private static final int TOGETHER = 8;

  private final Requests requests;
  private final Bytes handle;
  private final Bytes path;
  private final long expectedEnd;
  private final boolean exactly;
  private final TransferWindow window;
  private final @Nullable Cancellation cancellation;
  private final Inbox inbox = new Inbox();

  /** In the order of the file; a piece leaves when the caller takes it. */
  private final ArrayDeque<Block> ahead = new ArrayDeque<>();

  private final ArrayDeque<Block> spare = new ArrayDeque<>();
  private long nextPosition;
  private boolean ended;

  /**
   * @param expectedEnd where the file probably ends; beyond it one piece at a time is asked for
   *     until the server says that it is the end
   * @param exactly nothing is asked for beyond it
   */
  ReadAhead(
      Requests requests,
      Bytes handle,
      Bytes path,
      long from,
      long expectedEnd,
      boolean exactly,
      TransferWindow window,
      @Nullable Cancellation cancellation) {
    this.requests = requests;
    this.handle = handle;
    this.path = path;
    this.nextPosition = from;
    this.expectedEnd = expectedEnd;
    this.exactly = exactly;
    this.window = window;
    this.cancellation = cancellation;
    if (cancellation != null) {
      cancellation.attach(inbox);
    }
  }

  /**
   * The next piece, which is not empty; null at the end. It is the caller's until {@link #release}.
   * After an exception there is nothing more.
   */
  @Nullable Block next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      if (cancellation != null) {
        cancellation.check("read", path);
      }
      fill();
      Block head = ahead.peek();
      if (head == null) {
        close();
        return null;
      }
      while (!head.done) {
        arrived(requests.next(inbox, "read", path, cancellation));
        fill();
      }
      Call call = head.call();
      if (!call.isEof()) {
        call.answer();
      }
      ahead.removeFirst();
      if (head.last) {
        close();
      }
      return head.length == 0 ? null : head;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Gives a piece back, whose array then serves again. */
  void release(Block block) {
    spare.push(block);
  }

  /** Has what is on its way thrown away when it comes; waits for nothing. */
  void close() {
    ended = true;
    requests.abandon(inbox);
    ahead.clear();
    spare.clear();
    requests.flush();
    if (cancellation != null) {
      cancellation.detach(inbox);
    }
  }

  /**
   * Asks for several pieces in one packet of the channel: one for each piece that was taken would
   * wake two processes of the server for it.
   */
  private void fill() {
    int places = window.places();
    if (ahead.size() > places - Math.max(1, places / TOGETHER)) {
      return;
    }
    boolean sent = false;
    while (ahead.size() < places && (nextPosition < expectedEnd || (ahead.isEmpty() && !exactly))) {
      ask();
      sent = true;
    }
    if (sent) {
      requests.flush();
    }
  }

  private void ask() {
    long toGo = expectedEnd - nextPosition;
    // One byte more than there should be: the answer that is short by it is the end of the file,
    // and saves asking for it.
    int wanted =
        toGo > 0
            ? (int) Math.min(window.blockSize(), exactly ? toGo : toGo + 1)
            : Math.min(window.blockSize(), LOOK);
    Block block = take(wanted);
    block.position = nextPosition;
    block.wanted = wanted;
    block.length = 0;
    block.done = false;
    block.last = false;
    if (!block.hasCall()) {
      block.call(new Call(requests, inbox, "read", path, c -> arrived(block, c)));
    }
    nextPosition += wanted;
    ahead.add(block);
    send(block);
  }

  private Block take(int wanted) {
    Block block = spare.poll();
    return block != null && block.capacity() >= wanted ? block : new Block(wanted, 0);
  }

  private void send(Block block) {
    Call call = block.call();
    call.reads(block.data, block.length, block.wanted - block.length);
    requests.sendRead(call, handle, block.position + block.length, true);
  }

  private static void arrived(Call call) throws IOException {
    if (call.step != null) {
      call.step.answered(call);
    }
  }

  private void arrived(Block block, Call call) {
    if (call.count < 0) {
      // The end, a refusal, or the end of the connection: told when the block's turn comes.
      block.done = true;
      block.last = true;
      return;
    }
    window.answered(call.count, call.sentAt, System.nanoTime());
    block.length += call.count;
    long end = block.position + block.length;
    if (block.length == block.wanted) {
      block.done = true;
    } else if (end == expectedEnd) {
      block.done = true;
      block.last = true;
    } else {
      send(block);
      requests.flush();
    }
  }
}
