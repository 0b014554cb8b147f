package dev.aikagi.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaneTest {
  private final List<Object> done = new CopyOnWriteArrayList<>();

  /** A peer that asks and asks but never takes an answer is given up, not queued for. */
  @Tag("B3")
  @Tag("B10")
  @Test
  void givesUpOnAPeerThatTakesNoAnswers() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Lane lane = new Lane(10 * 1024, Duration.ofMillis(50), done::add);
    lane.post(0, () -> SessionTest.await(stuck));
    assertThrows(
        DisconnectException.class,
        () -> {
          for (int i = 0; i < 20; i++) {
            lane.post(0, () -> done.add("answered"));
          }
        });
    stuck.countDown();
  }

  @Tag("B3")
  @Test
  void countsTheBytesThatJobsHold() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Lane lane = new Lane(100_000, Duration.ofMillis(50), done::add);
    lane.post(0, () -> SessionTest.await(stuck));
    lane.post(90_000, () -> done.add("big"));
    assertThrows(DisconnectException.class, () -> lane.post(50_000, () -> done.add("too big")));
    stuck.countDown();
  }

  @Test
  void goesOnWhenThereIsRoom() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch last = new CountDownLatch(1);
    Lane lane = new Lane(5 * 1024, Duration.ofSeconds(20), done::add);
    lane.post(0, () -> SessionTest.await(stuck));
    Thread poster =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      int n = i;
                      lane.post(0, () -> done.add(n));
                    }
                    lane.post(0, last::countDown);
                  } catch (java.io.IOException e) {
                    done.add(e);
                  }
                });
    stuck.countDown();
    assertTrue(last.await(20, TimeUnit.SECONDS));
    poster.join();
    assertEquals(100, done.size());
    assertEquals(0, done.getFirst());
    assertEquals(99, done.getLast());
  }

  @Test
  void aJobThatThrowsStopsNothing() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    Lane lane = new Lane(done::add);
    IllegalStateException thrown = new IllegalStateException("job");
    lane.postNow(
        () -> {
          throw thrown;
        });
    lane.postNow(last::countDown);
    assertTrue(last.await(20, TimeUnit.SECONDS));
    assertEquals(List.of(thrown), done);
  }

  @Test
  void closingForgetsAllButTheLast() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch last = new CountDownLatch(1);
    Lane lane = new Lane(done::add);
    lane.postNow(() -> SessionTest.await(stuck));
    lane.postNow(() -> done.add("forgotten"));
    lane.closeWith(last::countDown);
    lane.postNow(() -> done.add("too late"));
    lane.closeWith(() -> done.add("twice"));
    stuck.countDown();
    assertTrue(last.await(20, TimeUnit.SECONDS));
    assertEquals(List.of(), done);
  }
}
