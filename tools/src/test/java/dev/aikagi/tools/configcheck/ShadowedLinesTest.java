package dev.aikagi.tools.configcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowedLinesTest {
  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(folder).person("jo");
  }

  @Test
  void theFirstLineWins() throws IOException {
    Report report = scene.server("X11Forwarding no\nPrintMotd no\nX11Forwarding yes\n");
    var reason =
        assertInstanceOf(
            ShadowedLineReason.NoEffect.class,
            Scene.finding(report, "shadowed-line.no-effect").reason());
    assertEquals(3, reason.line());
    assertEquals(folder.resolve("sshd_config") + ":1", reason.winner());
    assertEquals(
        "sed -i '1s/no/yes/' ".replace("'", "") + folder.resolve("sshd_config"),
        Scene.commands(report, "shadowed-line.no-effect").getFirst());
  }

  @Test
  void anAdditionWinsOverALaterLineOfTheMainFile() throws IOException {
    scene.file("d/50-cloud-init.conf", "PasswordAuthentication yes\n");
    Report report =
        scene.server(
            "Include "
                + folder
                + "/d/*.conf\nKbdInteractiveAuthentication no\n"
                + "PasswordAuthentication no\n");
    assertEquals(List.of("shadowed-line.no-effect"), Scene.codes(report));
    var reason =
        (ShadowedLineReason.NoEffect) Scene.finding(report, "shadowed-line.no-effect").reason();
    assertEquals(folder.resolve("d/50-cloud-init.conf") + ":1", reason.winner());
  }

  @Test
  void whereAllLinesCountNoneIsShadowed() throws IOException {
    String text = "Port 22\nPort 2222\nAcceptEnv A\nAcceptEnv B\nX11Forwarding no\n";
    assertTrue(scene.server(text + "X11Forwarding no\n").healthy());
    assertTrue(scene.server(text + "Match User jo\n  X11Forwarding yes\n").healthy());
  }

  @Test
  void aGeneralBlockBelongsBelow() throws IOException {
    Report report = scene.client("Host *\n  User a\nHost b\n  User c\n  Port 3\n");
    assertEquals(List.of("shadowed-line.general-first"), Scene.codes(report));
    assertTrue(scene.client("Host b\n  User c\nHost *\n  User a\n").healthy());
    assertTrue(scene.client("Host * !b\n  User a\nHost b\n  User c\n").healthy());
    assertEquals(
        List.of("shadowed-line.general-first"),
        Scene.codes(scene.client("Host *.example\n  User a\nHost b.example\n  User c\n")));
  }

  @Test
  void aListThatOnlyTakesAwayMatchesNothing() throws IOException {
    for (String match : List.of("Address !10.0.0.0/8", "User !a,!b", "LocalAddress=!127.0.0.1")) {
      assertEquals(
          List.of("shadowed-line.never-matches"),
          Scene.codes(scene.server("Match " + match + "\n  X11Forwarding no\n")),
          match);
    }
    assertTrue(scene.server("Match Address *,!10.0.0.0/8\n  X11Forwarding no\n").healthy());
  }

  private static final String GENERAL_FIRST = "shadowed-line.general-first";
  private static final String SECOND_PASS = "shadowed-line.second-pass";

  /** What ssh -G says of each was seen with OpenSSH's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Host *.example.com | Host *.b.example.com | true",
        "Host *.example.com | Host a?.example.com b.example.com | true",
        "Host *.example.com | Host a.example.com b.example.org | false",
        "Host ?.example.com | Host *.example.com | false",
        "Host ?.example.com | Host a.example.com | true",
        "Host * !*.a | Host *.b | false",
        "Host * !c.a | Host * !c.a d.b | true",
        "Host * !c.a | Host b.a | true",
        "Host *.a | Host *.a !b.a | true",
        "Host b.a | Host *.a | false",
        "Match all | Host *.a | true",
        "Match originalhost a | Host a | false",
      })
  void aWiderBlockAboveShadowsANarrowerOne(String first, String second, boolean shadowed)
      throws IOException {
    Report report = scene.client(first + "\n  User a\n" + second + "\n  User c\n");
    List<String> codes = Scene.codes(report);
    assertEquals(shadowed, codes.equals(List.of(GENERAL_FIRST)), codes::toString);
    assertEquals(shadowed, !codes.isEmpty(), codes::toString);
  }

  @Test
  void theSecondPassComesAfterTheWholeFile() throws IOException {
    for (String block :
        List.of("Match final all", "Match canonical all", "Match final host x.example")) {
      String later = block + "\n  User a\n";
      for (String text : List.of(later + "Host *\n  User c\n", "Host *\n  User c\n" + later)) {
        Report report = scene.client(text);
        assertEquals(List.of(SECOND_PASS), Scene.codes(report), text);
        var reason = (ShadowedLineReason.SecondPass) Scene.finding(report, SECOND_PASS).reason();
        assertEquals("a", reason.value());
        assertEquals("c", reason.winning());
      }
      assertTrue(scene.client(later + "Host x\n  User c\n").healthy(), block);
      assertTrue(scene.client(later + "Host *\n  Port 3\n").healthy(), block);
    }
    assertEquals(
        List.of(GENERAL_FIRST),
        Scene.codes(scene.client("Match final all\n  User a\nMatch final host x\n  User c\n")));
    assertTrue(scene.client("Match final host x\n  User a\nMatch final all\n  User c\n").healthy());
    // Not the second one.
    assertEquals(
        List.of(GENERAL_FIRST),
        Scene.codes(scene.client("Host *\n  User a\nMatch !final host x\n  User c\n")));
  }

  @Test
  void oneWayAroundAProxyTurnsTheOtherOff() throws IOException {
    assertEquals(
        List.of("shadowed-line.other-proxy"),
        Scene.codes(scene.client("Host a\n  ProxyJump b\n  ProxyCommand nc %h %p\n")));
  }

  @Test
  void anIndentedBlockGoesOnBelowABlankLine() throws IOException {
    String block = "Match User jo\n  X11Forwarding no\n";
    assertEquals(
        List.of("shadowed-line.looks-global"),
        Scene.codes(scene.server(block + "\n# for all\nMaxSessions 5\nMaxAuthTries 5\n")));
    assertTrue(scene.server(block + "\n  MaxSessions 5\n").healthy());
    assertTrue(scene.server("Match User jo\nX11Forwarding no\n\nMaxSessions 5\n").healthy());
    assertTrue(scene.server(block + "\nMatch all\nMaxSessions 5\n").healthy());
  }

  @Test
  void aGlobalKeywordCannotStandInABlock() throws IOException {
    assertEquals(
        List.of("config-line.not-in-match"),
        Scene.codes(scene.server("Match User jo\n  Port 2222\n")));
    assertTrue(scene.server("Match all\nPort 2222\n").healthy());
  }

  @Test
  void aPasswordIsStillAskedForByPam() throws IOException {
    assertTrue(
        Scene.codes(scene.server("UsePAM yes\nPasswordAuthentication no\n"))
            .contains("weak-setting.password-by-another-name"));
    assertTrue(
        Scene.codes(
                scene.server(
                    "UsePAM yes\nPasswordAuthentication no\nChallengeResponseAuthentication yes\n"))
            .contains("weak-setting.password-by-another-name"));
    assertTrue(
        !Scene.codes(scene.server("PasswordAuthentication no\n"))
            .contains("weak-setting.password-by-another-name"));
  }

  @Test
  void othersMustNotWriteToTheUsersFile() throws IOException {
    Path file = scene.file(".ssh/config", "Host a\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    Report report = scene.check(file, dev.aikagi.config.ConfigSyntax.CLIENT);
    assertEquals(Rank.CERTAIN, Scene.finding(report, "config-file.writable-by-others").rank());
    assertEquals(
        List.of("chmod go-w " + file), Scene.commands(report, "config-file.writable-by-others"));
  }
}
