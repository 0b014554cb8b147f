package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.connection.IdlePolicy;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H3")
class IdleTest {
  private static final ServerLog LOG =
      ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.DEBUG3);
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

  private static IdlePolicy policy(String... settings) throws ConfigException {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(LOG), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    for (String setting : settings) {
      reader.option(setting);
    }
    ServerConfig config = reader.withoutFile();
    return Idle.of(config, Peer.of(LOOPBACK, LOOPBACK), LOG);
  }

  @Test
  void whatIsConfiguredCounts() throws Exception {
    IdlePolicy policy =
        policy("ChannelTimeout session:shell=5m global=1h", "UnusedConnectionTimeout 30");
    assertEquals(Duration.ofMinutes(5), policy.limit("session", "session:shell"));
    assertEquals(Duration.ZERO, policy.limit("session", "session:command"));
    assertEquals(Duration.ofHours(1), policy.limitOfAll());
    assertEquals(Duration.ofSeconds(30), policy.limitOfUnused());
  }

  @Test
  void eachOfThemCountsAlone() throws Exception {
    assertEquals(Duration.ofSeconds(30), policy("UnusedConnectionTimeout 30").limitOfUnused());
    assertEquals(Duration.ofSeconds(9), policy("ChannelTimeout global=9").limitOfAll());
  }

  @Test
  void nothingConfiguredIsNoPolicy() throws Exception {
    assertSame(IdlePolicy.NEVER, policy());
    assertSame(IdlePolicy.NEVER, policy("ChannelTimeout none", "UnusedConnectionTimeout none"));
  }
}
