package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.connection.Session;
import dev.aikagi.posix.User;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session grants before its program, runs, and leaves behind. */
@Timeout(60)
class LoginSessionTest {
  @TempDir private Path folder;

  private Path home = Path.of("");

  @BeforeEach
  void makeHome() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve(".ssh"));
  }

  private LoggedIn in(String... settings) throws Exception {
    return in(AuthorizedKeyOptions.NONE, settings);
  }

  private LoggedIn in(AuthorizedKeyOptions options, String... settings) throws Exception {
    User user = LoggedIn.somebody(home);
    return new LoggedIn(user, options, new StartedHere(), LoginSession::new, settings);
  }

  private static AuthorizedKeyOptions command(String command) {
    AuthorizedKeyOptions o = AuthorizedKeyOptions.NONE;
    return new AuthorizedKeyOptions(
        false,
        false,
        true,
        true,
        true,
        true,
        true,
        true,
        false,
        command,
        null,
        null,
        null,
        o.environment(),
        null,
        null,
        null);
  }

  /** CVE-2008-1657. */
  @Test
  void aUsersScriptRunsNotBeforeWhatTheAdministratorChose() throws Exception {
    Files.writeString(home.resolve(".ssh/rc"), "echo rc\n");
    try (LoggedIn in = in()) {
      assertEquals("rc\nasked\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("ForceCommand=echo forced")) {
      assertEquals("forced\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("Subsystem=some echo subsystem");
        Session s = in.client.openSession()) {
      s.subsystem("some");
      assertEquals("subsystem\n", LoggedIn.outcome(s).text(), in::log);
    }
    try (LoggedIn in = in(command("echo of the key"))) {
      assertEquals("rc\nof the key\n", in.exec("echo asked").text(), in::log);
    }
    try (LoggedIn in = in("PermitUserRC=no")) {
      assertEquals("asked\n", in.exec("echo asked").text(), in::log);
    }
  }
}
