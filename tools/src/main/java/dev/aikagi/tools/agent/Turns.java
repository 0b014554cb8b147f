package dev.aikagi.tools.agent;

import dev.aikagi.SshException;
import dev.aikagi.posix.LocalSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One request at a time, in the order that they came. Thread-safe. */
final class Turns {
  static final String OTHERS_FIRST = "the authenticator is wanted for other signatures first";

  /** Those under way and waiting; the first has its turn. Guarded by itself. */
  private final Deque<Turn> all = new ArrayDeque<>();

  /** A request's turn, until it is closed. */
  final class Turn implements AutoCloseable {
    @Override
    public void close() {
      synchronized (all) {
        all.remove(this);
        all.notifyAll();
      }
    }
  }

  /**
   * Waits until all that came before have ended.
   *
   * @throws SshException where the client goes meanwhile, or the time is over
   */
  Turn await(LocalSocket client, Duration limit) throws IOException {
    Turn turn = new Turn();
    synchronized (all) {
      all.add(turn);
      if (all.peek() == turn) {
        return turn;
      }
    }
    boolean reached = false;
    try (Cutoff cutoff = Cutoff.watch(client, limit, OTHERS_FIRST)) {
      cutoff.ending(this::wake);
      await(turn, cutoff);
      reached = true;
      return turn;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SshException("interrupted");
    } finally {
      if (!reached) {
        turn.close();
      }
    }
  }

  private void await(Turn turn, Cutoff cutoff) throws InterruptedException, SshException {
    synchronized (all) {
      while (all.peek() != turn) {
        cutoff.require();
        all.wait();
      }
    }
  }

  private void wake() {
    synchronized (all) {
      all.notifyAll();
    }
  }
}
