package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Termination;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.server.ServerEvent;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.transport.TransportOptions;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What connections' ends cost their source, and what follows from them. */
@Tag("H5")
class SshdEventsTest {
  private static final InetSocketAddress REMOTE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234);
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22);

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);
  private final AtomicLong now = new AtomicLong();
  private final SourcePenalties penalties = new SourcePenalties(now::get);

  private Settings settings() throws Exception {
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    reader.option("PerSourcePenalties=grace-exceeded:20s noauth:20s min:1s");
    return new Settings(reader.withoutFile(), List.of(), TransportOptions.server());
  }

  /** One too many: nothing was made for it that could be asked for its name. */
  @Test
  void whoIsDroppedAtOnceIsNamed() throws Exception {
    Settings settings = settings();
    SshdEvents events = new SshdEvents(log, penalties, () -> settings);
    events.on(
        new ServerEvent.Refused(
            dev.aikagi.server.Peer.of(REMOTE, LOCAL), () -> "exceeded MaxStartups"));
    String line = "drop connection from " + Peer.of(REMOTE, LOCAL) + ": exceeded MaxStartups";
    assertTrue(told.toString(java.nio.charset.StandardCharsets.UTF_8).contains(line));
  }

  /** Somebody at the end of a pipe has no address that could be punished. */
  @Test
  void whoHasNoAddressIsNotPunished() throws Exception {
    Settings settings = settings();
    dev.aikagi.server.Peer from = dev.aikagi.server.Peer.unknown();
    SessionProcesses processes =
        new SessionProcesses(log, new StartedJvm("no.such.Class"), Duration.ZERO);
    Peer peer = Peer.of(from.remote(), from.local());
    SshdEvents events = new SshdEvents(log, penalties, () -> settings);
    events.began(from.number(), new SshdConnection(settings, peer, log, () -> null, processes));
    events.on(new ServerEvent.Connected(from));
    events.on(new ServerEvent.Disconnected(from, "", new Termination.Closed()));
    String log = told.toString(java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(log.contains("Connection from UNKNOWN port 65535 on UNKNOWN port 65535"), log);
    assertTrue(!log.contains("penalty"), log);
  }

  @Test
  void theGraceTimeEndsWhatAnotherThreadWaitsForAndIsPunishedOnce() throws Exception {
    Settings settings = settings();
    ServerConfig config = settings.config();
    Peer peer = Peer.of(REMOTE, LOCAL);
    SessionProcesses processes =
        new SessionProcesses(log, new StartedJvm("no.such.Class"), Duration.ZERO);
    SshdConnection connection = new SshdConnection(settings, peer, log, () -> null, processes);
    SshdEvents events = new SshdEvents(log, penalties, () -> settings);
    dev.aikagi.server.Peer from = dev.aikagi.server.Peer.of(REMOTE, LOCAL);
    events.began(from.number(), connection);

    events.on(new ServerEvent.GraceExceeded(from, Duration.ofSeconds(1)));
    assertTrue(connection.graceEnded());
    events.on(new ServerEvent.Disconnected(from, "", new Termination.Closed()));
    now.set(Duration.ofSeconds(21).toNanos());
    assertEquals(
        null,
        penalties.refusal(
            peer.source().orElseThrow(),
            config.value(ServerKeywords.PER_SOURCE_PENALTIES),
            config.value(ServerKeywords.PER_SOURCE_NET_BLOCK_SIZE)));
  }

  @Test
  void aConnectionThatCannotBeginIsNamedAndEndsTheDebugServer() throws Exception {
    Settings settings = settings();
    SshdEvents events = new SshdEvents(log, penalties, () -> settings);
    AtomicInteger ends = new AtomicInteger();
    events.afterEach(ends::incrementAndGet);
    events.failed(Peer.of(REMOTE, LOCAL), "a Match line is wrong");
    assertTrue(
        told.toString(java.nio.charset.StandardCharsets.UTF_8)
            .contains("Connection from 192.0.2.7 port 1234: a Match line is"));
    assertEquals(1, ends.get());
  }
}
