package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends transfers from another thread. One may be given to several of them; it cannot be taken back.
 * Safe for all threads.
 */
public final class Cancellation {
  /** Guarded by itself. */
  private final List<Inbox> waiting = new ArrayList<>();

  private volatile boolean cancelled;

  /** One that was not used yet. */
  public Cancellation() {}

  /** The transfers that have it end soon, each with a {@link TransferCancelledException}. */
  public void cancel() {
    cancelled = true;
    List<Inbox> all;
    synchronized (waiting) {
      all = List.copyOf(waiting);
    }
    all.forEach(Inbox::wake);
  }

  public boolean isCancelled() {
    return cancelled;
  }

  void check(String operation, Bytes path) throws TransferCancelledException {
    if (cancelled) {
      throw new TransferCancelledException(operation, path);
    }
  }

  void attach(Inbox inbox) {
    synchronized (waiting) {
      waiting.add(inbox);
    }
  }

  void detach(Inbox inbox) {
    synchronized (waiting) {
      waiting.remove(inbox);
    }
  }
}
