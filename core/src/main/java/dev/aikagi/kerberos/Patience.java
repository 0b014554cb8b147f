package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.ietf.jgss.GSSException;

/**
 * How long a login waits for KDCs and the DNS, all in all. Java asks a KDC that does not answer for
 * a minute and a half, and nothing else is tried meanwhile.
 */
final class Patience {
  /** MIT's library itself gives up a single KDC after 27 to 36 seconds. */
  static final Duration USUAL = Duration.ofSeconds(40);

  private final Duration limit;
  private long left;

  Patience(Duration limit) {
    this.limit = limit;
    this.left = limit.toNanos();
  }

  /**
   * What this gives, on a thread of its own: a call into a library cannot be ended, so it is left
   * behind where it takes too long.
   *
   * @param tooLate gets what nobody waits for any more, mostly on the thread of the work; what it
   *     throws is lost
   */
  <T> T within(Callable<T> work, Consumer<T> tooLate) throws GSSException, GssException {
    CompletableFuture<T> result = new CompletableFuture<>();
    long begin = System.nanoTime();
    Thread.ofPlatform().daemon().name("kerberos").start(() -> run(work, result));
    try {
      return result.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      CompletableFuture<Void> _ = result.thenAccept(tooLate);
      String detail = "nothing came within " + limit.toSeconds() + " seconds";
      throw new GssException(new GssReason.KdcUnreachable(detail), Bytes.EMPTY, e);
    } catch (InterruptedException e) {
      CompletableFuture<Void> _ = result.thenAccept(tooLate);
      Thread.currentThread().interrupt();
      throw new GssException(new GssReason.Failed("interrupted"), Bytes.EMPTY, e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case GSSException cause -> throw cause;
        case GssException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw Mechanism.failed(e);
      }
    } finally {
      left = Math.max(0, left - (System.nanoTime() - begin));
    }
  }

  private static <T> void run(Callable<T> work, CompletableFuture<T> result) {
    try {
      result.complete(work.call());
    } catch (Throwable e) {
      // Thrown again to whoever waits.
      result.completeExceptionally(e);
    }
  }
}
