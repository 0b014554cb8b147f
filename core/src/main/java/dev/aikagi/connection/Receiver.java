package dev.aikagi.connection;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Termination;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of a channel: its receive window (RFC 4254 section 5.2) and the data that nobody
 * has read. Credit goes back when data is read or thrown away, never before, so that the peer feels
 * a slow reader and memory stays within the window.
 */
final class Receiver {
  /** CHANNEL_DATA. */
  static final int DATA = 0;

  /** CHANNEL_EXTENDED_DATA of a type that is read here: stderr. */
  static final int EXTENDED = 1;

  /** Below this a wait says more about thread scheduling than about the network. */
  private static final long MIN_PERIOD = TimeUnit.MILLISECONDS.toNanos(1);

  /** A gap counts as a stop when it is so many times the usual one. */
  private static final int LONG_GAP = 3;

  /** A single stop at the edge is an accident of scheduling, of which a long transfer has some. */
  private static final int STARVED_IN_A_ROW = 3;

  /** A shortest round trip as long as this is the network's: there one stop is proof enough. */
  private static final long FAR = TimeUnit.MILLISECONDS.toNanos(20);

  /** Three quarters of such a window are enough for 1 Gbit/s and 6 ms. */
  private static final int LARGE = 1 << 20;

  /** So many of the shortest round trip are still the network's, not the processors'. */
  private static final int ROUND_TRIPS = 3;

  /**
   * Longer data is bulk, where a hand-over costs little for each byte: while one thread writes it,
   * the reader decrypts what comes next.
   */
  static final int PROMPT = 4 * 1024;

  @FunctionalInterface
  interface Sink {
    void write(byte[] array, int offset, int length) throws IOException;
  }

  private final ChunkPool pool;
  private final WindowBudget budget;
  private final int maxWindow;
  private final LongConsumer credit;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /** One for each stream: whoever waits for stderr is not woken by output. */
  private final Condition[] changed = {lock.newCondition(), lock.newCondition()};

  // The rest is guarded by lock.
  private final ReceiveBuffer[] buffers;
  private final boolean[] discarded = new boolean[2];
  private int windowSize;
  private long window;
  private long consumed;
  private long received;
  private long exceeded;
  private boolean eof;
  private boolean stopped;
  private boolean gaveBack;
  private @Nullable Termination ended;
  private final int[] waiting = new int[2];
  private final boolean[] untold = new boolean[2];
  private final @Nullable ReadyOutput[] ready = new ReadyOutput[2];
  private final long[] passed = new long[2];
  private long asked = -1;
  private long roundTrip = Long.MAX_VALUE;
  private long probeEdge = -1;
  private long probeTime;
  private int probePackets;
  private long lastArrival;
  private int starved;

  /** The credit is called outside the lock, with bytes that the peer may send in addition. */
  Receiver(ChunkPool pool, WindowBudget budget, int maxWindow, LongConsumer credit) {
    this(pool, budget, maxWindow, credit, System::nanoTime);
  }

  /** With a clock of the caller's, in nanoseconds. */
  Receiver(
      ChunkPool pool,
      WindowBudget budget,
      int maxWindow,
      LongConsumer credit,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.pool = pool;
    this.budget = budget;
    this.maxWindow = maxWindow;
    this.credit = credit;
    this.windowSize = budget.grantNew();
    this.window = windowSize;
    this.buffers = new ReceiveBuffer[] {new ReceiveBuffer(pool), new ReceiveBuffer(pool)};
  }

  int initialWindow() {
    return windowSize;
  }

  /**
   * What comes from now on is bounded by the program: an honest SFTP peer has so many requests
   * under way, and no more, so that a large window fills nobody's buffers. On a long way it is the
   * largest at once, or what the budget has left, where it would take a round trip for each
   * doubling. A dishonest peer can make the way look long, and gets no more than by starving.
   */
  void boundedByProgram() {
    int more = 0;
    lock.lock();
    try {
      if (isFar() && !eof && !stopped && ended == null) {
        more = budget.grantMore(maxWindow - windowSize);
        windowSize += more;
        window += more;
      }
    } finally {
      lock.unlock();
    }
    give(more);
  }

  private boolean isFar() {
    return roundTrip >= FAR && roundTrip != Long.MAX_VALUE;
  }

  /** Something goes out that the peer answers at once: the round trip's length, at most. */
  void asked() {
    lock.lock();
    try {
      asked = nanoTime.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  /** By the reader: the answer, or what shows that the peer had ours. */
  void answered() {
    lock.lock();
    try {
      measureAnswer();
    } finally {
      lock.unlock();
    }
  }

  private void measureAnswer() {
    if (asked >= 0) {
      roundTrip = Math.min(roundTrip, nanoTime.getAsLong() - asked);
      asked = -1;
    }
  }

  /**
   * By the reader: data of the peer. Whoever waits for it learns of it by {@link #tell}, once for
   * all packets that came together.
   */
  void data(int stream, byte[] array, int offset, int length) throws DisconnectException {
    long grant;
    lock.lock();
    try {
      take(length);
      if (eof || stopped || discarded[stream]) {
        consumed += length;
        grant = takeCredit();
      } else {
        observeArrival(stream, length);
        int taken = pass(stream, array, offset, length);
        consumed += taken;
        passed[stream] += taken;
        if (taken < length) {
          buffers[stream].append(array, offset + taken, length - taken);
        }
        // Of what was passed on, whoever waits sends the credit: the reader sends nothing itself.
        if (taken < length || isCreditDue()) {
          untold[stream] = true;
        }
        grant = ready[stream] == null ? takeCredit() : 0;
      }
    } finally {
      lock.unlock();
    }
    give(grant);
  }

  /** How much of it is out, because somebody waits who has an output for what comes at once. */
  private int pass(int stream, byte[] array, int offset, int length) {
    ReadyOutput output = ready[stream];
    if (output == null || length > PROMPT || waiting[stream] == 0 || !buffers[stream].isEmpty()) {
      return 0;
    }
    try {
      return output.writeReady(array, offset, length);
    } catch (IOException e) {
      // Whoever waits gets the rest, and the same error where it can be thrown.
      return 0;
    }
  }

  /** By the reader, before it waits. */
  void tell() {
    lock.lock();
    try {
      for (int stream = 0; stream < changed.length; stream++) {
        if (untold[stream]) {
          untold[stream] = false;
          changed[stream].signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    for (Condition c : changed) {
      c.signalAll();
    }
  }

  /** By the reader: data of a kind that nobody reads, such as stderr sent to a server. */
  void discard(int length) throws DisconnectException {
    long grant;
    lock.lock();
    try {
      take(length);
      consumed += length;
      grant = takeCredit();
    } finally {
      lock.unlock();
    }
    give(grant);
  }

  /** By the reader: the peer sends no more, by EOF or CLOSE. */
  void eof() {
    lock.lock();
    try {
      eof = true;
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * This side closes the channel: what is buffered is forgotten, readers wake with an exception.
   */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      buffers[DATA].clear();
      buffers[EXTENDED].clear();
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  /** The connection is over; what is buffered can still be read. */
  void ended(Termination how) {
    lock.lock();
    try {
      ended = how;
      tellAll();
    } finally {
      lock.unlock();
    }
  }

  /** The channel has left the table: its window is free for others. */
  void gone() {
    lock.lock();
    try {
      if (!gaveBack) {
        gaveBack = true;
        budget.giveBack(windowSize);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will read this stream: what is there and what comes is thrown away and credited. */
  void discardAll(int stream) {
    long grant;
    lock.lock();
    try {
      discarded[stream] = true;
      consumed += buffers[stream].clear();
      grant = takeCredit();
      tellAll();
    } finally {
      lock.unlock();
    }
    give(grant);
  }

  boolean isAtEof() {
    lock.lock();
    try {
      return eof;
    } finally {
      lock.unlock();
    }
  }

  long available(int stream) {
    lock.lock();
    try {
      return buffers[stream].size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for at least one byte; -1 at the end. Whole chunks are copied without the lock, which the
   * connection's reader needs for the next packet.
   */
  int read(int stream, byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int done = 0;
    int copied = 0;
    while (true) {
      int n = 0;
      ReceiveBuffer.Slice whole;
      long grant;
      lock.lock();
      try {
        consumed += copied;
        if (done == 0 && !awaitData(stream)) {
          return -1;
        }
        whole = buffers[stream].takeWhole(length - done);
        if (whole == null) {
          n = buffers[stream].read(target, offset + done, length - done);
          consumed += n;
        }
        grant = takeCredit();
      } finally {
        lock.unlock();
      }
      give(grant);
      if (whole == null) {
        return done + n;
      }
      System.arraycopy(whole.array, whole.offset, target, offset + done, whole.length);
      pool.give(whole.array);
      copied = whole.length;
      done += copied;
    }
  }

  /**
   * Hands everything up to the end to the sink, where it lies; returns how much that was.
   *
   * @param output the same sink for the reader, which uses it only while this thread waits; null if
   *     it has no such side
   */
  long transfer(int stream, Sink sink, @Nullable ReadyOutput output) throws IOException {
    long total = 0;
    beginPassing(stream, output);
    try {
      for (ReceiveBuffer.Slice s = next(stream); s != null; s = next(stream)) {
        try {
          sink.write(s.array, s.offset, s.length);
        } finally {
          total += s.length;
          pool.give(s.array);
          consumed(s.length);
        }
      }
    } finally {
      total += endPassing(stream);
    }
    return total;
  }

  private void beginPassing(int stream, @Nullable ReadyOutput output) {
    lock.lock();
    try {
      ready[stream] = output;
      passed[stream] = 0;
    } finally {
      lock.unlock();
    }
  }

  /** How much the reader passed on meanwhile. */
  private long endPassing(int stream) {
    lock.lock();
    try {
      ready[stream] = null;
      return passed[stream];
    } finally {
      lock.unlock();
    }
  }

  private ReceiveBuffer.@Nullable Slice next(int stream) throws IOException {
    while (true) {
      ReceiveBuffer.Slice slice;
      long grant;
      lock.lock();
      try {
        if (!awaitData(stream)) {
          return null;
        }
        slice = buffers[stream].take();
        grant = takeCredit();
      } finally {
        lock.unlock();
      }
      give(grant);
      if (slice != null) {
        return slice;
      }
    }
  }

  private void consumed(int length) {
    long grant;
    lock.lock();
    try {
      consumed += length;
      grant = takeCredit();
    } finally {
      lock.unlock();
    }
    give(grant);
  }

  /** Whether there is data, or credit to be sent for what was passed on; false is the end. */
  private boolean awaitData(int stream) throws IOException {
    while (buffers[stream].isEmpty() && !(ready[stream] != null && isCreditDue())) {
      if (stopped || discarded[stream]) {
        throw new IOException("the channel is closed");
      }
      if (eof) {
        return false;
      }
      if (ended != null) {
        throw new ConnectionEndedException(ended);
      }
      waiting[stream]++;
      try {
        changed[stream].await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } finally {
        waiting[stream]--;
      }
    }
    return true;
  }

  private void take(int length) throws DisconnectException {
    received += length;
    window -= length;
    if (window < 0) {
      // Some peers lose count by a little: like OpenSSH, a tenth is forgiven, once.
      exceeded -= window;
      consumed += window;
      window = 0;
      if (exceeded > windowSize / 10) {
        throw new DisconnectException(
            DisconnectReason.PROTOCOL_ERROR, "more channel data than the window allows");
      }
    }
  }

  /**
   * Whether the reader starved because the window was too small: the peer stopped exactly where the
   * window ended before the last adjust, stood there for much longer than between two packets, and
   * what passed until it went on is explained by the way to it and back. After three of these in a
   * row the window doubles; on a long way after each, or it would take seconds to fill.
   *
   * <p>A peer that is merely slow, or near and waiting for a processor, must not get a larger
   * window: OpenSSH, on both sides, fills it with what it has read ahead, and copies all of that
   * again and again while its buffer grows.
   */
  private void observeArrival(int stream, int length) {
    measureAnswer();
    long now = nanoTime.getAsLong();
    long gap = now - lastArrival;
    lastArrival = now;
    if (probeEdge < 0) {
      return;
    }
    probePackets++;
    if (received <= probeEdge) {
      return;
    }
    boolean stoppedAtEdge = received - length == probeEdge;
    probeEdge = -1;
    long period = now - probeTime;
    // The credit had to arrive before the peer could pass the edge.
    roundTrip = Math.min(roundTrip, period);
    boolean starves =
        stoppedAtEdge
            && waiting[stream] > 0
            && period > MIN_PERIOD
            && period <= ROUND_TRIPS * roundTrip
            && gap > LONG_GAP * (period / probePackets);
    starved = starves ? starved + 1 : 0;
  }

  /** Bytes to credit now, 0 for none. */
  private long takeCredit() {
    if (!isCreditDue()) {
      return 0;
    }
    if (probeEdge < 0) {
      probeEdge = received + window;
      probeTime = nanoTime.getAsLong();
      probePackets = 0;
    }
    if (starved >= (isFar() ? 1 : STARVED_IN_A_ROW) && windowSize < maxWindow) {
      starved = 0;
      int more = budget.grantMore(Math.min(windowSize, maxWindow - windowSize));
      windowSize += more;
      consumed += more;
    }
    long grant = consumed;
    consumed = 0;
    window += grant;
    return grant;
  }

  /**
   * An eighth of the window at a time keeps a long way filled; on a short one a message costs more,
   * at both ends, than the rest of a large window is worth.
   */
  private boolean isCreditDue() {
    int part = windowSize / (isFar() || windowSize < LARGE ? 8 : 4);
    return !eof && !stopped && ended == null && consumed >= Math.max(1, part);
  }

  private void give(long grant) {
    if (grant > 0) {
      credit.accept(grant);
    }
  }
}
