package dev.aikagi.tools.agent;

import dev.aikagi.SshException;
import dev.aikagi.posix.ClosedDescriptorException;
import dev.aikagi.posix.LocalSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends what somebody waits for when nobody wants it any more: its client has gone, its time is
 * over, or the agent ends.
 */
final class Cutoff implements AutoCloseable {
  private final LocalSocket until;
  private final LocalSocket otherEnd;
  private final List<Runnable> ends = new ArrayList<>();
  private @Nullable String reason;
  private boolean closed;

  private Cutoff(LocalSocket.Pair pair) {
    this.until = pair.one();
    this.otherEnd = pair.other();
  }

  /**
   * Watches from now on, until it is closed, on a thread of its own.
   *
   * @param over what is said when the time is over
   */
  static Cutoff watch(LocalSocket client, Duration limit, String over) throws IOException {
    Cutoff cutoff = new Cutoff(LocalSocket.pair());
    Thread.ofPlatform().daemon().name("cutoff").start(() -> cutoff.watched(client, limit, over));
    return cutoff;
  }

  private void watched(LocalSocket client, Duration limit, String over) {
    try {
      boolean gone = client.awaitHangUp(until, (int) limit.toMillis());
      cut(gone ? "its client has gone" : over);
    } catch (ClosedDescriptorException e) {
      // Closed: what was waited for is here.
      return;
    } catch (IOException e) {
      cut("cannot watch its client: " + e.getMessage());
    }
  }

  /** Ends what is under way, now. */
  void cut(String why) {
    List<Runnable> all;
    synchronized (this) {
      if (closed || reason != null) {
        return;
      }
      reason = why;
      all = List.copyOf(ends);
    }
    all.forEach(Runnable::run);
  }

  /** Says how something is ended; done at once where it is over already. Harmless when repeated. */
  void ending(Runnable end) {
    boolean over;
    synchronized (this) {
      over = reason != null;
      ends.add(end);
    }
    if (over) {
      end.run();
    }
  }

  /** Whoever finds that something ended asks first whether it was ended here. */
  void require() throws SshException {
    synchronized (this) {
      if (reason != null) {
        throw new SshException(reason);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    until.close();
    otherEnd.close();
  }
}
