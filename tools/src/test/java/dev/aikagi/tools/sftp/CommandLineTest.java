package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private CommandLine parse(String... words) throws Fatal {
    PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
    return CommandLine.parse(List.of(words), stream);
  }

  /** Recorded from OpenSSH's sftp with a program in the place of ssh. */
  @Test
  void sshIsStartedAsOpenSshStartsIt() throws Fatal {
    CommandLine line =
        parse(
            "-vv",
            "-v",
            "-p",
            "-i",
            "id",
            "-J",
            "jump",
            "-l",
            "100",
            "-C",
            "-4",
            "-A",
            "-N",
            "-c",
            "aes",
            "-o",
            "Foo=1",
            "-s",
            "/x/y",
            "sftp://u%40v@h:22/p");
    assertEquals(
        List.of(
            "-oForwardX11 no",
            "-oPermitLocalCommand no",
            "-oClearAllForwardings yes",
            "-v",
            "-v",
            "-v",
            "-i",
            "id",
            "-J",
            "jump",
            "-C",
            "-4",
            "-A",
            "-c",
            "aes",
            "-o",
            "Foo=1",
            "-oPort 22",
            "-l",
            "u@v",
            "--",
            "h",
            "/x/y"),
        line.sshWords());
    assertEquals(100 * 1024, line.tuning().bitsPerSecond());
    assertTrue(line.preserves());
  }

  @Test
  void aBatchIsQuietAndAsksNothing() throws Fatal {
    CommandLine line = parse("-q", "-b", "-", "-F", "cf", "u@h:dir");
    assertEquals(
        List.of(
            "-oForwardX11 no",
            "-oPermitLocalCommand no",
            "-oClearAllForwardings yes",
            "-q",
            "-obatchmode yes",
            "-F",
            "cf",
            "-oForwardAgent no",
            "-l",
            "u",
            "-s",
            "--",
            "h",
            "sftp"),
        line.sshWords());
    assertTrue(line.quiet());
    assertFalse(parse("-N", "-b", "-", "h").quiet());
    assertFalse(parse("-N", "-b", "-", "h").showsProgress());
  }

  @Test
  void sizesAndCounts() throws Fatal {
    assertEquals(64 * 1024, parse("-X", "buffer=64K", "h").tuning().buffer());
    assertEquals(1000, parse("-B", "1000", "h").tuning().buffer());
    assertEquals(16, parse("-X", "nrequests=16", "h").tuning().requests());
    assertEquals(1024, parse("-R", "99999", "h").tuning().requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1 h",
        "-P x h",
        "-P 0 h",
        "-B x h",
        "-R 0 h",
        "-b a -b b h",
        "-- -foo",
        "-X nope h"
      })
  void fatal(String words) {
    Fatal e = assertThrows(Fatal.class, () -> parse(words.split(" ")));
    assertEquals(Exit.FATAL, e.status());
    assertFalse(e.text().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Z h", "a b c", "-l 0 h", "-h", "sftp://h:99999/"})
  void usage(String words) {
    Fatal e = assertThrows(Fatal.class, () -> parse(words.split(" ")));
    assertEquals(Exit.FAILURE, e.status());
  }

  @Test
  void theUsageIsShown() {
    assertThrows(Fatal.class, this::parse);
    assertEquals(Usage.TEXT, errors.toString(StandardCharsets.UTF_8));
  }

  /** What ssh would take for an option, from a link that somebody sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {"-oProxyCommand=x", "sftp://-oProxyCommand=x/", "u@-oX", "sftp://%2DoX@h/"})
  void namesThatLookLikeOptionsAreRefused(String destination) {
    assertThrows(Fatal.class, () -> parse("--", destination));
  }
}
