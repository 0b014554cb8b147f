package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlainReportTest {
  private static final Texts ENGLISH = Texts.english();

  @Test
  void showsTheWayTheFindingsAndWhatMendsThem() {
    assertEquals(
        """
        The way to hoge@example.org
          ok   Configuration for example.org
            note User hoge (no User is configured: the local name)
          FAIL Nobody listens at 192.0.2.1 port 22
          --   Keys that were considered

        What is wrong, the likeliest cause first:

        1. Nobody listens at 192.0.2.1 port 22 (certain)
           Seen: config:3
           Why: %s
           To mend: %s
           on this machine:
             ssh -p 2222 example.org
           or on the server:
             sudo systemctl start ssh
             systemctl status ssh

        2. Logged in, and the server opens no session: no (a risk)
           Why: %s
           To mend: %s
           on this machine:
             chmod 600 config
        """
            .formatted(
                text("connect.refused.why"),
                text("connect.refused.mend"),
                text("session.refused.why"),
                text("session.refused.mend")),
        PlainReport.of(Samples.sick(), ENGLISH, Paper.PLAIN));
  }

  private static String text(String key) {
    return ENGLISH.text(Words.of(key));
  }

  @Test
  void saysWhereAllIsWell() {
    assertEquals(
        """
        The way to hoge@example.org
          ok   Connected to ::1

        Healthy: nothing stands in the way.
        """,
        PlainReport.of(Samples.healthy(), ENGLISH, Paper.PLAIN));
  }

  @Test
  void coloursAndSymbolsAreForTerminals() {
    String shown = PlainReport.of(Samples.sick(), ENGLISH, new Paper(80, true));
    assertTrue(shown.contains("\033[31m✗\033[0m "), shown);
    assertFalse(shown.contains("FAIL"), shown);
    assertFalse(
        PlainReport.of(Samples.sick(), ENGLISH, new Paper(80, false)).contains("\033"), shown);
  }

  @Test
  void commandsAreNeverWrapped() {
    String shown = PlainReport.of(Samples.sick(), ENGLISH, new Paper(20, false));
    assertTrue(shown.contains("\n     sudo systemctl start ssh\n"), shown);
  }

  @Test
  void speaksJapanese() {
    String shown = PlainReport.of(Samples.sick(), Texts.named("ja"), new Paper(60, false));
    assertTrue(shown.startsWith("hoge@example.org までの経路\n"), shown);
    assertTrue(shown.contains("サーバーで:\n     sudo systemctl start ssh\n"), shown);
    shown.lines().forEach(line -> assertTrue(Paper.width(line) <= 60, line));
  }
}
