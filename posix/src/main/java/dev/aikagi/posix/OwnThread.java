package dev.aikagi.posix;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs something on a platform thread of its own that ends with it: for waits in native code, which
 * would hold the carrier of a virtual thread.
 */
public final class OwnThread {
  private OwnThread() {}

  /**
   * Waits for the work's result. An interrupt does not end the wait; it is kept.
   *
   * @param name for the thread
   * @throws IOException what the work threw, checked exceptions of other kinds as its cause
   */
  public static <T> T call(String name, Callable<T> work) throws IOException {
    Outcome<T> outcome = new Outcome<>();
    Thread thread = Thread.ofPlatform().name(name).daemon(true).unstarted(() -> outcome.run(work));
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        // What was begun with another user's rights is seen to its end; the interrupt is kept.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome.result();
  }

  private static final class Outcome<T> {
    private @Nullable T value;
    private @Nullable Throwable failure;

    void run(Callable<T> work) {
      try {
        value = work.call();
      } catch (Throwable e) {
        failure = e;
      }
    }

    /** The value may be null when T is a nullable type. */
    @SuppressWarnings("NullAway")
    T result() throws IOException {
      return switch (failure) {
        case null -> value;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IOException(failure);
      };
    }
  }
}
