package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.SshException;
import dev.aikagi.posix.LocalSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // A client's end is closed on purpose before the other.
class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Turns turns = new Turns();

  /** Runs what has its turn, on a thread of its own; back when that waits. */
  private CompletableFuture<Void> waiting(LocalSocket client, Duration limit, Runnable work)
      throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (Turns.Turn _ = turns.await(client, limit)) {
                    work.run();
                    done.complete(null);
                  } catch (Exception e) {
                    done.completeExceptionally(e);
                  }
                });
    while (thread.getState() != Thread.State.WAITING && !done.isDone()) {
      Thread.onSpinWait();
    }
    return done;
  }

  private static String reason(CompletableFuture<Void> failed) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> failed.get(30, TimeUnit.SECONDS));
    return String.valueOf(assertInstanceOf(SshException.class, e.getCause()).getMessage());
  }

  @Test
  void oneAfterTheOther() throws Exception {
    List<Integer> served = new CopyOnWriteArrayList<>();
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other()) {
      CompletableFuture<Void> second;
      CompletableFuture<Void> third;
      try (Turns.Turn _ = turns.await(client, LONG)) {
        second = waiting(client, LONG, () -> served.add(2));
        third = waiting(client, LONG, () -> served.add(3));
        assertEquals(List.of(), served);
      }
      second.get(30, TimeUnit.SECONDS);
      third.get(30, TimeUnit.SECONDS);
      assertEquals(List.of(2, 3), served);
    }
  }

  /** A person is not asked for a signature that nobody takes any more. */
  @Test
  @Tag("G1")
  void whoGoesWaitsNoMore() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other()) {
      try (Turns.Turn _ = turns.await(client, LONG)) {
        CompletableFuture<Void> gone = waiting(client, LONG, () -> {});
        far.close();
        assertEquals("its client has gone", reason(gone));
      }
      turns.await(client, LONG).close();
    }
  }

  @Test
  @Tag("G1")
  void nobodyWaitsForEver() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other();
        Turns.Turn _ = turns.await(client, LONG)) {
      assertEquals(Turns.OTHERS_FIRST, reason(waiting(client, Duration.ofMillis(1), () -> {})));
    }
  }
}
