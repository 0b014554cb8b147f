package dev.aikagi.tools.agent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.SshException;
import dev.aikagi.posix.LocalSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // A client's end is closed on purpose before the other.
class CutoffTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch ended = new CountDownLatch(1);

  private String reason(Cutoff cutoff) throws Exception {
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    return String.valueOf(assertThrows(SshException.class, cutoff::require).getMessage());
  }

  @Test
  @Tag("G1")
  void aClientThatGoesEndsIt() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other();
        Cutoff cutoff = Cutoff.watch(client, LONG, "late")) {
      cutoff.ending(ended::countDown);
      // It may have sent the next request, and say no more: it still waits.
      far.send(new byte[] {1}, 0, 1, List.of(), 1000);
      far.endOutput();
      assertDoesNotThrow(cutoff::require);
      far.close();
      assertEquals("its client has gone", reason(cutoff));
      // What is begun too late ends at once.
      AtomicInteger late = new AtomicInteger();
      cutoff.ending(late::incrementAndGet);
      assertEquals(1, late.get());
    }
  }

  @Test
  @Tag("G1")
  void soDoesTheDeadline() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other();
        Cutoff cutoff = Cutoff.watch(client, Duration.ofMillis(1), "late")) {
      cutoff.ending(ended::countDown);
      assertEquals("late", reason(cutoff));
    }
  }

  @Test
  void whatIsOverIsNotEnded() throws Exception {
    LocalSocket.Pair pair = LocalSocket.pair();
    try (LocalSocket client = pair.one();
        LocalSocket far = pair.other()) {
      Cutoff cutoff = Cutoff.watch(client, LONG, "late");
      cutoff.ending(ended::countDown);
      cutoff.close();
      cutoff.cut("the agent ends");
      assertEquals(1, ended.getCount());
      try (Cutoff other = Cutoff.watch(client, LONG, "late")) {
        other.ending(ended::countDown);
        other.cut("the agent ends");
        assertEquals("the agent ends", reason(other));
      }
    }
  }
}
