package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many small pieces of work on one connection, moved on by one thread: each asks something and goes
 * on when the answer is there. What is asked while answers are looked at leaves together. How many
 * run at a time grows while that makes them faster.
 */
final class Jobs {
  /** Where the work comes from. */
  interface Supply {
    /** Starts one more job, if there is one that can be started now. */
    boolean start() throws IOException;
  }

  private static final int FIRST = 16;
  private static final int MOST = 512;

  /** Where the server does not say how many files it keeps open. */
  private static final int MOST_UNKNOWN = 64;

  /** Handles that are left to others. */
  private static final int SPARE_HANDLES = 16;

  private final Requests requests;
  private final @Nullable Cancellation cancellation;
  private final Inbox inbox = new Inbox();
  private final GrowingWindow window;
  private int running;
  private int asked;

  Jobs(Requests requests, long maxOpenHandles, @Nullable Cancellation cancellation) {
    this.requests = requests;
    this.cancellation = cancellation;
    long most =
        maxOpenHandles == 0
            ? MOST_UNKNOWN
            : Math.clamp(maxOpenHandles - SPARE_HANDLES, 1, (long) MOST);
    this.window = new GrowingWindow(FIRST, _ -> (int) most, System.nanoTime());
  }

  boolean isFull() {
    return running >= window.places();
  }

  /** A job begins; it may run with others over the limit. */
  void begin() {
    running++;
  }

  void end() {
    running--;
    window.answered(1, System.nanoTime());
  }

  Call call(String operation, Bytes path, Call.Step step) {
    return new Call(requests, inbox, operation, path, step);
  }

  /** Asks, and has the step done with the answer. */
  void ask(String operation, Bytes path, LongFunction<SftpRequest> request, Call.Step step) {
    asked++;
    requests.send(call(operation, path, step), request, true);
  }

  /** A call that was sent in another way. */
  void sent() {
    asked++;
  }

  /** Does all the work that there is. */
  void run(Supply supply) throws IOException {
    if (cancellation != null) {
      cancellation.attach(inbox);
    }
    try {
      while (true) {
        boolean more = true;
        while (more && !isFull()) {
          more = supply.start();
        }
        requests.flush();
        if (asked == 0) {
          return;
        }
        Call call = requests.next(inbox, "transfer", Bytes.EMPTY, cancellation);
        for (Call c = call; c != null; c = inbox.poll()) {
          answered(c);
        }
      }
    } finally {
      requests.flush();
      requests.abandon(inbox);
      if (cancellation != null) {
        cancellation.detach(inbox);
      }
    }
  }

  private void answered(Call call) throws IOException {
    asked--;
    Call.Step step = call.step;
    if (step != null) {
      step.answered(call);
    }
  }
}
