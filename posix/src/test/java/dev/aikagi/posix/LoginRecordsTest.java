package dev.aikagi.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.posix.LoginRecords.LastLogin;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try")
class LoginRecordsTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  @TempDir private Path directory;

  private LoginRecords records() throws Exception {
    return new LoginRecords(
        Files.createFile(directory.resolve("lastlog")),
        Files.createFile(directory.resolve("wtmp")));
  }

  private String run(String program, String... arguments) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(program)), "needs " + program);
    List<String> argv = new java.util.ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    ChildProcess child = Spawn.of(program, argv, Map.of("TZ", "UTC", "LC_ALL", "C")).onPipes();
    try (Descriptor in = child.input().orElseThrow();
        Descriptor out = child.output().orElseThrow();
        Descriptor err = child.errors().orElseThrow()) {
      in.close();
      String text = SpawnTest.all(out) + SpawnTest.all(err);
      child.waitFor();
      return text;
    }
  }

  @Test
  void theLastLoginIsReadBack() throws Exception {
    LoginRecords records = records();
    assertEquals(Optional.empty(), records.lastLogin(1000));
    LastLogin login = new LastLogin(TIME, "pts/3", "host.example");
    records.recordLastLogin(1000, login);
    assertEquals(Optional.of(login), records.lastLogin(1000));
    assertEquals(Optional.empty(), records.lastLogin(999));
    assertEquals(Optional.empty(), records.lastLogin(1001));
  }

  @Test
  void lastReadsOurWtmp() throws Exception {
    LoginRecords records = records();
    InetAddress from = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7});
    // Without the pid of a live process, and on a line that no terminal has.
    records.login(1, "pts/999", "aikagi", "host.example", Optional.of(from), TIME);
    records.logout(1, "pts/999", TIME.plusSeconds(90));
    String last = run("/usr/bin/last", "-w", "-f", records.wtmp().toString());
    assertTrue(
        last.contains("aikagi   pts/999      host.example     Tue Nov 14 22:13 - 22:14  (00:01)"),
        last);
  }

  @Test
  void filesThatAreNotThereAreNotMade() throws Exception {
    LoginRecords absent =
        new LoginRecords(directory.resolve("no-lastlog"), directory.resolve("no-wtmp"));
    absent.recordLastLogin(0, new LastLogin(TIME, "pts/3", "host"));
    assertEquals(Optional.empty(), absent.lastLogin(0));
    absent.logout(1, "pts/999", TIME);
    assertFalse(Files.exists(absent.lastlog()));
    assertFalse(Files.exists(absent.wtmp()));
  }
}
