package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files of a user's that he may change into anything: they are read, or refused at once. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class UserKeysTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();

  @TempDir private Path folder;

  private final ServerLog log =
      ServerLog.toStream(new ByteArrayOutputStream(), ServerLog.Level.DEBUG3);

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve(".ssh"));
  }

  private Login login(String... settings) throws Exception {
    User user = LoggedIn.somebody(folder);
    return LoggedIn.login(user, AuthorizedKeyOptions.NONE, new StartedHere(), log, settings);
  }

  private KeyDecision decide(Path file) throws Exception {
    Login login = login("AuthorizedKeysFile=" + file, "StrictModes=no");
    return new UserKeys(login.user(), login.config(), login.peer(), log, login.starter())
        .decide(new KeyOrCertificate.Plain(KEY));
  }

  private String reasons(Path file) throws Exception {
    KeyDecision.Refused refused = assertInstanceOf(KeyDecision.Refused.class, decide(file));
    return refused.reasons().getFirst().summary();
  }

  private static Path pipe(Path at) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", "-m", "644", at.toString()).start().waitFor());
    return at;
  }

  @Test
  void aFileLetsItsKeysIn() throws Exception {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# " + "x".repeat(20_000) + "\n" + KEY.line() + "\n");
    assertInstanceOf(KeyDecision.Authorized.class, decide(file));
  }

  @Test
  void whatIsNoFileIsRefusedAtOnce() throws Exception {
    assertTrue(reasons(pipe(folder.resolve("pipe"))).contains("not a regular file"));
    assertTrue(reasons(folder).contains("not a regular file"));
    assertTrue(reasons(Path.of("/dev/zero")).contains("not a regular file"));
    assertTrue(reasons(folder.resolve("none")).contains("No such file or directory"));
  }

  @Test
  void anEnvironmentThatIsNoFileIsEmpty() throws Exception {
    Path file = folder.resolve(".ssh/environment");
    Files.writeString(file, "MINE=yes\n");
    assertEquals(Optional.of(Bytes.utf8("yes")), Optional.ofNullable(environment().get("MINE")));
    Files.delete(file);
    pipe(file);
    assertEquals(Optional.empty(), Optional.ofNullable(environment().get("MINE")));
    Files.delete(file);
    // One that nobody can read: he gets in all the same, to mend it.
    Files.createSymbolicLink(file, Path.of("environment"));
    assertEquals(Optional.empty(), Optional.ofNullable(environment().get("MINE")));
    assertEquals(
        Optional.of(Bytes.utf8("/bin/sh")), Optional.ofNullable(environment().get("SHELL")));
  }

  private Map<String, Bytes> environment() throws Exception {
    SessionEnvironment.Request request =
        new SessionEnvironment.Request(
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return SessionEnvironment.build(login("PermitUserEnvironment=yes"), request);
  }
}
