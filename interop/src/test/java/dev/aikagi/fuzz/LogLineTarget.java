package dev.aikagi.fuzz;

import dev.aikagi.tools.inventory.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** {@link LogLine#of}: a log has the words of whoever knocked. */
public final class LogLineTarget {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private LogLineTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    String line = new String(data, StandardCharsets.UTF_8);
    LogLine.of(line, CLOCK)
        .ifPresent(
            login -> {
              Found.check(line.contains(" for " + login.user() + " from "), "another user");
              Found.check(login.fingerprint().length() == 50, "no fingerprint");
              Found.check(
                  login.address().chars().noneMatch(c -> c <= ' ' || c > '~'), "no address");
            });
  }
}
