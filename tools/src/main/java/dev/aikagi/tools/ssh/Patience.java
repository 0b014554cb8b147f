package dev.aikagi.tools.ssh;

import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has happened for a while, so that whoever waits for it gets
 * to know. While a person is asked, it waits.
 */
final class Patience implements AutoCloseable {
  private final ByteStream stream;
  private final Duration step;
  private Timer.@Nullable Scheduled running;
  private boolean asking;
  private boolean over;
  private boolean closed;

  /**
   * Begins to wait.
   *
   * @param first how long for the first sign of life
   * @param step how long for each one after it
   */
  Patience(ByteStream stream, Duration first, Duration step) {
    this.stream = stream;
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
      stream.close();
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
