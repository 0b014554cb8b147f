package dev.aikagi.connection;

import dev.aikagi.DisconnectReason;
import java.time.Duration;

/** Obeys the connection's {@link IdlePolicy}; any thread. */
final class IdleChannels {
  private final Connection connection;
  private final IdlePolicy policy;
  private final Clock clock;

  /** Runs while a channel is in use. */
  private final IdleWatch all;

  /** Runs while none is. */
  private final IdleWatch unused;

  /** Guards the two that follow. */
  private final Object lock = new Object();

  private boolean started;
  private boolean inUse;

  IdleChannels(Connection connection, IdlePolicy policy, Clock clock) {
    this.connection = connection;
    this.policy = policy;
    this.clock = clock;
    this.all = new IdleWatch(clock, this::closeAll);
    this.unused = new IdleWatch(clock, this::endUnused);
  }

  IdleWatch watch(Runnable expired) {
    return new IdleWatch(clock, expired);
  }

  Duration limit(Channel channel) {
    return policy.limit(channel.type(), channel.use());
  }

  /** Any channel carried data. */
  void used() {
    all.used();
  }

  void closing(Channel channel, Duration limit) {
    policy.closing(channel, limit);
  }

  void start() {
    synchronized (lock) {
      started = true;
      unused.limit(policy.limitOfUnused());
    }
    changed();
  }

  void end() {
    synchronized (lock) {
      started = false;
      all.limit(Duration.ZERO);
      unused.limit(Duration.ZERO);
    }
  }

  /** A channel is in use from now on, or is no more. */
  void changed() {
    if (IdlePolicy.NEVER.equals(policy)) {
      return;
    }
    synchronized (lock) {
      boolean now = connection.channels().stream().anyMatch(Channel::isInUse);
      if (started && now != inUse) {
        inUse = now;
        all.limit(now ? policy.limitOfAll() : Duration.ZERO);
        unused.limit(now ? Duration.ZERO : policy.limitOfUnused());
      }
    }
  }

  private void closeAll() {
    Duration limit = policy.limitOfAll();
    connection.channels().forEach(c -> c.expire(limit));
  }

  private void endUnused() {
    synchronized (lock) {
      if (inUse || !started) {
        return;
      }
    }
    long seconds = policy.limitOfUnused().toSeconds();
    connection.disconnect(
        DisconnectReason.BY_APPLICATION, "no channel was in use for " + seconds + " s");
  }
}
