package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import dev.aikagi.auth.AuthAttempt;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.server.ServerEvent;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import dev.aikagi.trust.AuthorizedKeyReason;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody writes a line of his own into the log, and nobody pushes a line's end out of sight. */
@Tag("H6")
class SshdLogTest {
  private static final String FORGED =
      "x\r\nAccepted password for root from 192.0.2.9 port 1 ssh2\n\u001b[2K\u0000\u009b1m\u202e";

  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();

  @TempDir Path folder;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.DEBUG3);
  private Settings settings;
  private SshdEvents events;
  private SshdConnection connection;
  private dev.aikagi.server.Peer from;

  @BeforeEach
  void connect() throws Exception {
    ServerConfig config =
        new ServerConfigReader(new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY)
            .withoutFile();
    settings = Settings.of(config, new HostKeys(List.of(KeyGenerator.ed25519()), List.of()), log);
    events = new SshdEvents(log, new SourcePenalties(System::nanoTime), () -> settings);
    from =
        dev.aikagi.server.Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    Peer peer = Peer.of(from.remote(), from.local());
    SessionProcesses none = new SessionProcesses(log, false, 100);
    connection = new SshdConnection(settings, peer, log.copy(), () -> null, none);
    events.began(from.number(), connection);
    told.reset();
  }

  private List<String> lines() {
    String all = told.toString(StandardCharsets.UTF_8);
    assertTrue(all.isEmpty() || all.endsWith("\r\n"), all);
    List<String> lines = List.of(all.split("\r\n"));
    for (String line : lines) {
      assertTrue(
          line.codePoints()
              .noneMatch(
                  c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
          line);
    }
    return lines;
  }

  private void attempt(String userName) {
    connection.attempt(
        new AuthAttempt(
            AuthAttempt.Result.FAILED,
            userName,
            false,
            FORGED,
            null,
            null,
            List.of(),
            true,
            null,
            null));
  }

  @Test
  void aUserNameForgesNoLine() throws Exception {
    attempt(FORGED);
    connection.tooManyFailures(FORGED, false);
    events.on(new ServerEvent.Disconnected(from, "", new Termination.Lost(FORGED, null)));
    List<String> lines = lines();
    assertEquals(3, lines.size(), lines::toString);
    for (String line : lines) {
      assertTrue(line.contains("x\\015\\012Accepted"), line);
      assertTrue(line.contains("192.0.2.7 port 1234"), line);
    }
  }

  private void refused(String userName, String method, Reason... reasons) {
    connection.attempt(
        new AuthAttempt(
            AuthAttempt.Result.FAILED,
            userName,
            true,
            method,
            null,
            new KeyOrCertificate.Plain(KEY),
            List.of(reasons),
            false,
            null,
            null));
  }

  /** One line for each, which names the reason that decided and its place. */
  @Test
  void aRefusalIsLoggedWithItsReason() {
    connection.log().threshold(ServerLog.Level.INFO);
    refused(
        "hoge",
        "publickey",
        new KeysFileReason.Missing(Path.of("/home/hoge/.ssh/authorized_keys2")),
        new AuthorizedKeyReason.NotFrom(
            "/home/hoge/.ssh/authorized_keys", 3, "h", "192.0.2.7", "x"));
    refused("hoge", "none", new LoginRefusal.Locked("hoge"));
    List<String> lines = lines();
    assertEquals(1, lines.size(), lines::toString);
    assertEquals(
        "Refused publickey ED25519 "
            + Fingerprint.of(KEY)
            + " from 192.0.2.7 port 1234 for hoge: /home/hoge/.ssh/authorized_keys:3: correct key"
            + " but not from a permitted host (host=h, ip=192.0.2.7, required=x)",
        lines.getFirst());
  }

  @Test
  void aReasonForgesNoLineAndHasALimit() {
    connection.log().threshold(ServerLog.Level.INFO);
    refused(FORGED, "publickey", new LoginRefusal.Fault(FORGED, "y".repeat(30_000)));
    List<String> lines = lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().startsWith("Refused publickey ED25519 "), lines.getFirst());
    assertTrue(lines.getFirst().length() < 1100, lines.getFirst());
  }

  /** The address behind a name of any length stays in the line: fail2ban and people need it. */
  @Test
  void aLongUserNameDoesNotHideWhereItCameFrom() throws Exception {
    String name = "\n".repeat(30_000);
    attempt(name);
    connection.tooManyFailures(name, false);
    events.on(new ServerEvent.Disconnected(from, "", new Termination.Lost("", null)));
    for (String line : lines()) {
      assertTrue(line.contains("192.0.2.7 port 1234"), line);
      assertTrue(line.length() < 600, line.length() + " characters");
    }
  }

  @Test
  void aGoodbyeForgesNoLineAndHasALimit() {
    String text = FORGED + "y".repeat(30_000);
    events.on(new ServerEvent.Disconnected(from, "", new Termination.PeerDisconnect(11, text)));
    List<String> lines = lines();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.getFirst().startsWith("Received disconnect from 192.0.2.7 port 1234:11: x\\015"));
    // 512 characters of the peer's, some of them escaped, and our own words around them.
    assertTrue(lines.getFirst().length() < 512 + 200, lines.getFirst());
    assertTrue(lines.getFirst().endsWith(" [preauth]"), lines.getFirst());
  }

  @Test
  void ourOwnReasonsForgeNoLine() {
    events.on(
        new ServerEvent.Disconnected(
            from,
            "",
            new Termination.LocalDisconnect(
                DisconnectReason.PROTOCOL_ERROR,
                "bad service request " + FORGED,
                new IllegalStateException(FORGED))));
    assertFalse(lines().isEmpty());
  }

  @Test
  void anyLineIsMadeSafeAndShort() {
    log.error(FORGED.repeat(1000));
    List<String> lines = lines();
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().length() < 4 * 1100, lines.getFirst().length() + " characters");
  }

  @Test
  void theLevelIsObeyed() {
    ServerLog quiet = ServerLog.toStream(told, ServerLog.Level.ERROR);
    quiet.info("not this");
    quiet.error("this");
    assertEquals(List.of("this"), lines());
  }

  /** What peers write about themselves is not everybody's to read. */
  @Test
  void aLogFileIsMadeForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("log");
    ServerLog.toFile(file, ServerLog.Level.INFO).info("first");
    ServerLog.toFile(file, ServerLog.Level.INFO).info("second");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("first\r\nsecond\r\n", Files.readString(file));
  }
}
