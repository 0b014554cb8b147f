package dev.aikagi.tools.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  static final String PRINT = "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String LOGIN =
      "Accepted publickey for hoge from 10.0.0.7 port 4022 ssh2: ED25519 " + PRINT;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private static Optional<LogLine> of(String line) {
    return LogLine.of(line, CLOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "'Nov 27 11:22:33 host sshd[1]: ', 2026-11-27T11:22:33Z",
    "'Nov  7 11:22:33 host sshd-session[12345]: ', 2026-11-07T11:22:33Z",
    "'Dec 31 23:59:59 host sshd[1]: ', 2025-12-31T23:59:59Z",
    "'Feb 29 00:00:00 host sshd[1]: ', 2024-02-29T00:00:00Z",
    "'2026-11-27T11:22:33+0100 host sshd[1]: ', 2026-11-27T10:22:33Z",
    "'2026-11-27T11:22:33.123456+01:00 host sshd[1]: ', 2026-11-27T10:22:33.123456Z",
    "'2026-11-27T11:22:33Z host sshd[1]: ', 2026-11-27T11:22:33Z",
    "'Foo 27 11:22:33 host sshd[1]: ', ",
    "'', "
  })
  void aLoginIsRead(String prefix, Instant time) {
    LogLine read = of(prefix + LOGIN).orElseThrow();
    assertEquals(new LogLine(Optional.ofNullable(time), "hoge", "10.0.0.7", PRINT), read);
  }

  @Test
  void soIsOneByCertificate() {
    String more = " ID me SHA256:x (serial 0) CA RSA " + PRINT.replace('a', 'b');
    String line = LOGIN.replace("ED25519", "ED25519-CERT") + more;
    assertEquals(PRINT, of(line).orElseThrow().fingerprint());
    assertEquals(
        "fe80::1%eth0", of(LOGIN.replace("10.0.0.7", "fe80::1%eth0")).orElseThrow().address());
  }

  /** Who knocks chooses what stands behind these words. */
  @ParameterizedTest
  @Tag("H6")
  @ValueSource(
      strings = {
        "Invalid user ",
        "Failed password for invalid user x sshd[1]: ",
        "Nov 27 11:22:33 host sshd[1]: Invalid user ",
        "Nov 27 11:22:33 host sshd[1]: Invalid user Nov 27 11:22:33 host sshd[1]: ",
        "Nov 27 11:22:33 host sudo: ",
        "Nov 27 11:22:33 host mysshd[1]: ",
        "Nov 27 11:22:33 a b sshd[1]: ",
        "x"
      })
  void wordsOfAStrangerAreNoLogin(String before) {
    assertTrue(of(before + LOGIN).isEmpty());
  }

  @Test
  void whatIsCutOrOtherwiseIsNone() {
    for (int end = 0; end < LOGIN.length(); end++) {
      assertTrue(of(LOGIN.substring(0, end)).isEmpty());
    }
    assertTrue(of(LOGIN + "x").isEmpty());
    assertTrue(of(LOGIN.replace("publickey", "password")).isEmpty());
    // The key is that of a host, and no line of authorized_keys has it.
    String who = ", client user \"bob\", client host \"h.example\"";
    assertTrue(of(LOGIN.replace("publickey", "hostbased") + who).isEmpty());
    assertTrue(of(LOGIN + " " + "x".repeat(LogLine.MAX)).isEmpty());
  }
}
