package dev.aikagi.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The time that an unsuccessful attempt takes at least, so that the time of an answer does not tell
 * whether the user exists (CVE-2016-6210): 5 ms and up to 4.3 ms that depend on the name and on a
 * secret of this process, doubled until it is more than what was already spent. Thread-safe.
 */
public final class FailureDelay {
  /** For all connections of a process, so that the same name always takes the same time. */
  public static final FailureDelay SHARED = new FailureDelay();

  private static final long FLOOR_NANOS = 5_000_000;

  /** Beyond this, whatever took so long hides the rest. */
  private static final long CEILING_NANOS = 5_000_000_000L;

  private final byte[] secret;
  private final LongSupplier nanoTime;
  private final Waiter waiter;

  /** Waits until that reading of the clock; a seam for tests. */
  interface Waiter {
    void until(long deadlineNanos);
  }

  private FailureDelay() {
    this(new byte[32], System::nanoTime, FailureDelay::park);
    new SecureRandom().nextBytes(secret);
  }

  FailureDelay(byte[] secret, LongSupplier nanoTime, Waiter waiter) {
    this.secret = secret;
    this.nanoTime = nanoTime;
    this.waiter = waiter;
  }

  long start() {
    return nanoTime.getAsLong();
  }

  /** Returns not before the floor for this user, counted from start. */
  void finish(long start, String userName) {
    long spent = nanoTime.getAsLong() - start;
    long wanted = wanted(spent, floor(userName));
    if (wanted > spent) {
      waiter.until(start + wanted);
    }
  }

  /**
   * How long all of it should take when so much was spent: the floor, doubled as often as needed.
   */
  static long wanted(long spent, long floor) {
    if (spent > CEILING_NANOS) {
      return spent;
    }
    long wanted = floor;
    while (wanted < spent) {
      wanted *= 2;
    }
    return wanted;
  }

  long floor(String userName) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      sha.update(secret);
      byte[] hash = sha.digest(userName.getBytes(StandardCharsets.UTF_8));
      long picoseconds = ByteBuffer.wrap(hash).getInt() & 0xffff_ffffL;
      return FLOOR_NANOS + picoseconds / 1000;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks SHA-512", e);
    }
  }

  /** The one place that lets time pass on purpose; a parked virtual thread costs nothing. */
  private static void park(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(FailureDelay.class, left);
      left = deadlineNanos - System.nanoTime();
    }
  }
}
