package dev.aikagi.server;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Counts the connections that are not authenticated yet, together and for each source. */
final class Startups {
  /** Why a connection was turned away. */
  record TooMany(int pending, int ofThisSource) implements Reason {
    @Override
    public String summary() {
      return "exceeded MaxStartups with "
          + pending
          + " connections pending, "
          + ofThisSource
          + " of this source";
    }
  }

  private final RandomGenerator random;
  private final Map<Bytes, Integer> sources = new HashMap<>();
  private int pending;

  Startups(RandomGenerator random) {
    this.random = random;
  }

  /** Counts the connection, unless it is one too many. */
  synchronized Optional<Reason> enter(Bytes source, MaxStartups limits) {
    int ofThisSource = sources.getOrDefault(source, 0);
    int percent = limits.dropPercent(pending);
    // Some are turned away early, so that a flood does not keep everybody out (CVE-2010-5107).
    boolean dropped = percent == 100 || (percent > 0 && random.nextInt(100) < percent);
    if (dropped || ofThisSource >= limits.perSource()) {
      return Optional.of(new TooMany(pending, ofThisSource));
    }
    pending++;
    sources.put(source, ofThisSource + 1);
    return Optional.empty();
  }

  /** The connection that entered is authenticated, or gone. */
  synchronized void leave(Bytes source) {
    pending--;
    sources.computeIfPresent(source, (s, n) -> n > 1 ? n - 1 : null);
  }

  synchronized int pending() {
    return pending;
  }
}
