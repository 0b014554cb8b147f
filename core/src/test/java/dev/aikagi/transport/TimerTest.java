package dev.aikagi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimerTest {
  /** Who computes without end keeps the carriers, and is who a deadline has to end. */
  @Tag("H1")
  @Test
  void aDeadlineStrikesWhileVirtualThreadsKeepTheProcessors() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors();
    CountDownLatch busy = new CountDownLatch(carriers);
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < carriers; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                busy.countDown();
                while (!over.get()) {
                  Thread.onSpinWait();
                }
              }));
    }
    CountDownLatch struck = new CountDownLatch(1);
    try {
      assertTrue(busy.await(20, TimeUnit.SECONDS));
      Timer.after(Duration.ofMillis(1), struck::countDown);
      assertTrue(struck.await(20, TimeUnit.SECONDS), "the deadline did not strike");
    } finally {
      over.set(true);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Deadlines that all wait hold up no other one, however many there are. */
  @Tag("H1")
  @Test
  void aSwarmOfDeadlinesThatWaitHoldsUpNone() throws Exception {
    int many = 1000;
    CountDownLatch begun = new CountDownLatch(many);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Timer.after(
          Duration.ofNanos(1),
          () -> {
            begun.countDown();
            await(go);
            ended.countDown();
          });
    }
    assertTrue(begun.await(60, TimeUnit.SECONDS), () -> begun.getCount() + " were held up");
    long platform =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("aikagi-deadline-"))
            .count();
    assertTrue(platform <= 64, platform + " threads");
    assertEquals(many, ended.getCount());
    go.countDown();
    assertTrue(ended.await(60, TimeUnit.SECONDS));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
