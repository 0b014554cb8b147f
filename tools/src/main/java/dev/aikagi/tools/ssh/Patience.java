package dev.aikagi.tools.ssh;

import dev.aikagi.transport.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has happened for a while, so that whoever waits for it gets
 * to know. While a person is asked, it waits.
 */
final class Patience implements AutoCloseable {
  /**
   * How long it is patient.
   *
   * @param connecting for one address, and for the first word of whoever is there
   * @param between for that word where a program or another host in between may have a way of its
   *     own to go first
   * @param step for each step after that; a server takes its time over a wrong password
   * @param person for what a program may ask one about, which shows nothing of it here
   */
  record Limits(Duration connecting, Duration between, Duration step, Duration person) {
    static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60));
  }

  private final Runnable end;
  private final Duration step;
  private Timer.@Nullable Scheduled running;
  private boolean asking;
  private boolean over;
  private boolean closed;

  /**
   * Begins to wait.
   *
   * @param end closes it
   * @param first how long for the first sign of life
   * @param step how long for each one after it
   */
  Patience(Runnable end, Duration first, Duration step) {
    this.end = end;
    this.step = step;
    arm(first);
  }

  private synchronized void arm(Duration time) {
    disarm();
    if (!closed) {
      running = Timer.after(time, this::expired);
    }
  }

  private void disarm() {
    Timer.Scheduled before = running;
    running = null;
    if (before != null) {
      before.close();
    }
  }

  private synchronized void expired() {
    if (!closed && !asking) {
      over = true;
      end.run();
    }
  }

  /** Something has happened. */
  void moved() {
    arm(step);
  }

  /** A person is asked from now on, or has answered. */
  void asking(boolean now) {
    synchronized (this) {
      asking = now;
    }
    arm(step);
  }

  /** Whether it has closed the connection. */
  synchronized boolean isOver() {
    return over;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disarm();
  }
}
