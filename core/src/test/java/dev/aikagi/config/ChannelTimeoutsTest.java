package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelTimeoutsTest {
  private static Duration of(String words, String channelType, String use) {
    return ChannelTimeouts.of(List.of(words.split(" "))).of(channelType, use);
  }

  private static Duration ofSession(String words, String use) {
    return of(words, "session", use);
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  @Test
  void patternsAreOfTheWholeName() {
    assertEquals(seconds(300), ofSession("session:shell=5m", "session:shell"));
    assertEquals(seconds(0), ofSession("session:shell=5m", "session:command"));
    assertEquals(seconds(7), ofSession("session:*=7", "session:subsystem:sftp"));
    assertEquals(seconds(8), ofSession("session:subsystem:sftp=8", "session:subsystem:sftp"));
    assertEquals(seconds(0), ofSession("session:subsystem:s=8", "session:subsystem:sftp"));
    assertEquals(seconds(9), of("*-tcpip=9", "direct-tcpip", "direct-tcpip"));
    assertEquals(seconds(0), of("session*=9", "direct-tcpip", "direct-tcpip"));
  }

  /** Whatever the channel is called when it is opened. */
  @Test
  void aConnectionToAnAgentHasTheNameOfTheManual() {
    for (String type : List.of("auth-agent@openssh.com", "agent-connect")) {
      assertEquals(seconds(3), of("agent-connection=3", type, type));
      assertEquals(seconds(0), of(type + "=3", type, type));
      assertEquals(seconds(4), of("*=4", type, type));
    }
  }

  @Test
  void theFirstRuleCounts() {
    assertEquals(seconds(1), ofSession("session:shell=1 session:*=2", "session:shell"));
    assertEquals(seconds(2), ofSession("session:*=2 session:shell=1", "session:shell"));
    assertEquals(seconds(0), ofSession("session:shell=0 *=2", "session:shell"));
  }

  @Test
  void aRuleForSessionsIsForAllThatHaveNoneOfTheirOwn() {
    assertEquals(seconds(5), ofSession("session=5", "session"));
    assertEquals(seconds(5), ofSession("session=5", "session:command"));
    assertEquals(seconds(0), ofSession("session=5 session:command=0", "session:command"));
    assertEquals(seconds(0), ofSession("session:*=5", "session"));
  }

  @Test
  void globalIsNoPattern() {
    ChannelTimeouts timeouts = ChannelTimeouts.of(List.of("global=10", "session=1h"));
    assertEquals(seconds(10), timeouts.global());
    assertEquals(seconds(3600), timeouts.of("session", "session"));
    assertEquals(seconds(0), ChannelTimeouts.of(List.of("*=10")).global());
    assertEquals(seconds(0), timeouts.of("global", "global"));
  }

  @Test
  void nothingIsLimitedByNothing() {
    assertTrue(ChannelTimeouts.of(List.of()).isEmpty());
    assertTrue(ChannelTimeouts.of(List.of("session=0", "none")).isEmpty());
    assertFalse(ChannelTimeouts.of(List.of("global=1")).isEmpty());
  }

  @Test
  void keystrokeIntervals() {
    assertEquals(Duration.ofMillis(20), Mixed.keystrokeInterval("yes"));
    assertEquals(Duration.ZERO, Mixed.keystrokeInterval("no"));
    assertEquals(Duration.ofMillis(80), Mixed.keystrokeInterval("interval:80"));
  }
}
