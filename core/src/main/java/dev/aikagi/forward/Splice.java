package dev.aikagi.forward;

import dev.aikagi.connection.Channel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries data between a channel and something else, in each direction until its own end: an end of
 * file on one side is one on the other, and what comes the other way goes on. Whoever is slow holds
 * up the sender alone, since nothing is taken before there is room for it.
 */
public final class Splice {
  /** Somebody may be silent for days: so little is held for him. */
  private static final int SMALL = 4 * 1024;

  /** As much as one packet carries. */
  private static final int LARGE = 64 * 1024;

  private static final int BOTH = 2;

  private final Channel channel;
  private final Duplex other;
  private final AtomicInteger ended = new AtomicInteger();

  private Splice(Channel channel, Duplex other) {
    this.channel = channel;
    this.other = other;
  }

  /**
   * Carries on the calling thread, and one more, until both directions have ended, or the channel
   * or its connection has been closed; then both sides are closed. Something whose read nobody can
   * end may be left with a thread that waits for it.
   *
   * @param thread the second one, which reads from the other side
   * @throws java.io.InterruptedIOException if the calling thread is interrupted; both are closed
   *     too
   */
  public static void run(Channel channel, Duplex other, Thread.Builder thread) throws IOException {
    new Splice(channel, other).run(thread);
  }

  private void run(Thread.Builder thread) throws IOException {
    try (channel;
        other) {
      thread.start(this::toChannel);
      toOther();
      channel.awaitClosed();
    }
  }

  private void toOther() {
    try {
      channel.in().transferTo(new Sink(other));
      other.endOutput();
    } catch (IOException e) {
      refuseInput();
    }
    directionEnded();
  }

  /** It takes no more: what still comes is thrown away, so that the peer does not stand still. */
  private void refuseInput() {
    try {
      channel.in().close();
    } catch (IOException e) {
      // The connection is over, and with it the other direction.
      channel.close();
    }
  }

  private void toChannel() {
    byte[] buffer = new byte[SMALL];
    try {
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        channel.out().write(buffer, 0, n);
        if (n == buffer.length && n < LARGE) {
          buffer = new byte[LARGE];
        }
      }
      channel.out().close();
      directionEnded();
    } catch (IOException e) {
      // A socket that fails while it is read carries nothing in the other direction either.
      channel.close();
    }
  }

  private int read(byte[] buffer) throws IOException {
    return other.read(buffer, 0, buffer.length);
  }

  private void directionEnded() {
    if (ended.incrementAndGet() == BOTH) {
      channel.close();
    }
  }

  /** For the channel's bulk path, which hands over what it has where it lies. */
  private static final class Sink extends java.io.OutputStream {
    private final Duplex to;

    Sink(Duplex to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      to.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
      to.write(array, offset, length);
    }
  }
}
