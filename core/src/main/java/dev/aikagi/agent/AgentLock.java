package dev.aikagi.agent;

import dev.aikagi.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The passphrase that an agent is locked with. Guesses are looked at one after the other, and after
 * a wrong one comes a delay that grows, so that many connections guess no faster than one. Nothing
 * else of the agent waits for that.
 */
final class AgentLock {
  /** As in OpenSSH: a tenth of a second more each time, up to ten seconds. */
  private static final Duration STEP = Duration.ofMillis(100);

  private static final int MAX_STEPS = 100;

  /**
   * The hash never leaves this process, so it slows nobody but whoever finds it in its memory; as
   * much as OpenSSH's one round of bcrypt does.
   */
  private static final int ROUNDS = 10_000;

  private static final int SALT = 16;
  private static final int BITS = 512;

  /** Waits, for at most so long. */
  interface Pause {
    void pause(Duration time);
  }

  /** Whose guess it is; the first who came, first. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration step;
  private final Pause pause;
  private final byte[] salt = new byte[SALT];
  private volatile boolean locked;
  private byte @Nullable [] hash;
  private int failures;

  AgentLock() {
    this(STEP);
  }

  AgentLock(Duration step) {
    this.step = step;
    this.pause = this::await;
  }

  /** For a test that does not want to wait. */
  AgentLock(Pause pause) {
    this.step = STEP;
    this.pause = pause;
  }

  boolean isLocked() {
    return locked;
  }

  void lock(SecretBytes passphrase) throws RefusedException {
    turn.lock();
    try {
      if (locked) {
        throw new RefusedException(new AgentRefusal.LockedAlready(true));
      }
      if (passphrase.length() == 0) {
        throw new RefusedException(new AgentRefusal.EmptyPassphrase());
      }
      new SecureRandom().nextBytes(salt);
      hash = hash(passphrase);
      locked = true;
    } finally {
      turn.unlock();
    }
  }

  void unlock(SecretBytes passphrase) throws RefusedException {
    turn.lock();
    try {
      byte[] wanted = hash;
      if (wanted == null) {
        throw new RefusedException(new AgentRefusal.LockedAlready(false));
      }
      byte[] given = hash(passphrase);
      boolean right = MessageDigest.isEqual(wanted, given);
      Arrays.fill(given, (byte) 0);
      if (!right) {
        failures = Math.min(failures + 1, MAX_STEPS);
        Duration delay = step.multipliedBy(failures);
        AgentRefusal reason = new AgentRefusal.WrongPassphrase(failures, delay);
        pause.pause(delay);
        throw new RefusedException(reason);
      }
      failures = 0;
      forget();
    } finally {
      turn.unlock();
    }
  }

  private void forget() {
    if (hash != null) {
      Arrays.fill(hash, (byte) 0);
    }
    hash = null;
    locked = false;
  }

  private byte[] hash(SecretBytes passphrase) {
    byte[] octets = passphrase.expose();
    char[] chars = new char[octets.length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (octets[i] & 0xff);
    }
    PBEKeySpec spec = new PBEKeySpec(chars, salt, ROUNDS, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(chars, '\0');
    }
  }

  private void await(Duration time) {
    try {
      var _ = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody waits any more. */
  void close() {
    closed.countDown();
  }
}
