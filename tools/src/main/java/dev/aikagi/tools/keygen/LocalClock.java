package dev.aikagi.tools.keygen;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The system's clock. It looks for the time zone when somebody asks for it: finding it takes longer
 * than most jobs.
 */
final class LocalClock extends Clock {
  @Override
  public ZoneId getZone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.system(zone);
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }
}
