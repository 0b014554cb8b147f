package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is refused before he proves anything. */
@Tag("H5")
class SystemUsersTest {
  private static final Path HOME = Path.of("/");

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.INFO);

  @TempDir private Path folder;

  private ServerConfig config(String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("sshd_config"), String.join("\n", lines) + "\n");
    return new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY)
        .read(file.toString());
  }

  private SystemUsers users(ServerConfig config, SystemUsers.Accounts accounts) {
    Peer peer =
        Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    return new SystemUsers(
        config,
        peer,
        log,
        new SessionProcesses(log, new StartedJvm("no.such.Class"), Duration.ZERO),
        accounts);
  }

  private static Optional<User> account(String name) {
    int uid = User.effectiveId();
    return Optional.of(new User(name, uid, 4712, "", HOME, "/bin/sh"));
  }

  private static String refusal(SystemUser user) {
    return user.refusal().map(r -> r.summary()).orElse("");
  }

  /** A Match block's restriction is never dropped in silence. */
  @Test
  void whoCannotBeChrootedIsRefused(@TempDir Path folder) throws Exception {
    ServerConfig config =
        config(
            "UsePAM no",
            "Match User jailed",
            "ChrootDirectory " + folder.resolve("%u"),
            "PermitTunnel yes");
    try (SystemUsers users = users(config, SystemUsersTest::account)) {
      // Whoever runs this: not root, or a folder in one that everybody may write to.
      assertTrue(
          refusal(users.user("jailed"))
              .startsWith("User jailed not allowed because of ChrootDirectory: "),
          refusal(users.user("jailed")));
      assertTrue(
          told.toString(java.nio.charset.StandardCharsets.UTF_8)
              .contains("not yet in effect for this user: PermitTunnel"));
      assertEquals("", refusal(users.user("free")));
    }
  }

  /** The peer has no part in it: he is not counted as one who guesses names, nor as a crash. */
  @Test
  void aFailingDatabaseRefusesWithItsReason() throws Exception {
    SystemUsers.Accounts failing =
        _ -> {
          throw new IOException("the directory does not answer");
        };
    try (SystemUsers users = users(config("UsePAM no"), failing)) {
      SystemUser user = users.user("hoge");
      assertEquals("user database: the directory does not answer", refusal(user));
      assertFalse(users.invalidUserSeen());
      assertTrue(
          told.toString(java.nio.charset.StandardCharsets.UTF_8)
              .contains("the directory does not answer"),
          told.toString(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** Whoever is not there costs what one costs who is: his keys are looked for, and not found. */
  @Test
  @Tag("A12")
  void keysAreLookedForOfWhoIsNotThere() throws Exception {
    PublicKey key = KeyGenerator.ed25519().publicKey();
    Path keys = Files.writeString(folder.resolve("keys"), key.line() + "\n");
    // Last the one with the key: an ordinary user's server can read it, and looks no further.
    String file = "AuthorizedKeysFile .ssh/keys " + folder + "/%u " + keys;
    ServerConfig config = config("UsePAM no", "StrictModes no", "LogLevel DEBUG", file);
    try (SystemUsers users = users(config, _ -> Optional.empty())) {
      SystemUser stranger = users.user("stranger");
      KeyDecision.Refused refused =
          assertInstanceOf(KeyDecision.Refused.class, stranger.publicKey(key));
      assertEquals(
          List.of("Invalid user stranger from 192.0.2.7 port 1234"),
          refused.reasons().stream().map(Reason::summary).toList());
      String trying = told.toString(java.nio.charset.StandardCharsets.UTF_8);
      assertTrue(trying.contains("trying public key file /etc/passwd"), trying);
      assertTrue(trying.contains("trying public key file " + keys), trying);
      assertTrue(trying.contains("trying public key file " + folder + "/nobody"), trying);
      assertFalse(trying.contains(folder + "/stranger"), trying);
    }
  }

  /** And of whoever may not log in, in his own files. */
  @Test
  @Tag("A12")
  void keysAreLookedForOfWhoIsRefused() throws Exception {
    PublicKey key = KeyGenerator.ed25519().publicKey();
    Path keys = Files.writeString(folder.resolve("keys"), "none\n");
    ServerConfig config =
        config(
            "UsePAM no",
            "StrictModes no",
            "LogLevel DEBUG",
            "DenyUsers hoge",
            "AuthorizedKeysFile " + folder + "/%u " + keys);
    try (SystemUsers users = users(config, SystemUsersTest::account)) {
      SystemUser denied = users.user("hoge");
      assertTrue(denied.refusal().isPresent());
      assertInstanceOf(KeyDecision.Refused.class, denied.publicKey(key));
      String trying = told.toString(java.nio.charset.StandardCharsets.UTF_8);
      assertTrue(trying.contains("trying public key file " + folder + "/hoge"), trying);
      assertTrue(trying.contains("trying public key file " + keys), trying);
    }
  }

  @ParameterizedTest
  @CsvSource({"yes,true", "prohibit-password,false", "forced-commands-only,false", "no,false"})
  void rootsPasswordCountsOnlyWherePermitRootLoginSaysYes(String value, boolean counts)
      throws Exception {
    ServerConfig config = config("PermitRootLogin " + value);
    User root = new User("toor", 0, 0, "", HOME, "/bin/sh");
    User other = new User("hoge", 4711, 4712, "", HOME, "/bin/sh");
    assertEquals(counts, SystemUser.passwordCounts(Optional.of(root), config));
    assertTrue(SystemUser.passwordCounts(Optional.of(other), config));
  }
}
