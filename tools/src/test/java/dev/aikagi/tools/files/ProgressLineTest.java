package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The lines are OpenSSH's of the same moments. */
class ProgressLineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIB = 1 << 20;

  @Test
  void fromTheStartToTheEnd() {
    ProgressLine line = new ProgressLine("large", 0, 381 * MIB, 0);
    assertEquals(
        "large                                           0%    0     0.0KB/s   --:-- ETA",
        line.at(0, 0, 80));
    assertEquals(
        "large                                           8%   33MB  33.0MB/s   00:10 ETA",
        line.at(33 * MIB, SECOND, 80));
    assertEquals(
        "large                                         100%  381MB  38.1MB/s   00:10    ",
        line.at(381 * MIB, 10 * SECOND, 80));
  }

  @Test
  void aSmallFile() {
    ProgressLine line = new ProgressLine("a.txt", 0, 6, 0);
    assertEquals(
        "a.txt                                         100%    6     0.6KB/s   00:00    ",
        line.at(6, SECOND / 100, 80));
    assertEquals(79, new ProgressLine("", 0, 0, 0).at(0, 1, 80).length());
  }

  @Test
  void theNameGetsWhatIsLeftOfTheWidth() {
    ProgressLine line = new ProgressLine("large file name", 0, 100, 0);
    assertEquals("large   0%    0     0.0KB/s   --:-- ETA", line.at(0, 0, 40));
    assertEquals("   0%    0     0.0K", line.at(0, 0, 20));
    for (int width = 1; width < 120; width++) {
      assertTrue(line.at(50, SECOND, width).length() < width);
    }
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    String name = "合鍵".repeat(20);
    ProgressLine line = new ProgressLine(name, 0, 100, 0);
    String text = line.at(0, 0, 80);
    assertEquals(79, Shown.width(text));
    assertTrue(text.startsWith("合鍵".repeat(11) + "  "), text);
  }

  @Test
  void whatStandsStillIsSaidToStall() {
    ProgressLine line = new ProgressLine("f", 0, 1000 * MIB, 0);
    line.at(MIB, SECOND, 80);
    String text = "";
    for (int i = 2; i < 8; i++) {
      text = line.at(MIB, i * SECOND, 80);
    }
    assertTrue(text.endsWith("- stalled -"), text);
    assertTrue(line.at(3 * MIB, 8 * SECOND, 80).endsWith(" ETA"));
  }

  @Test
  void hoursAreShownWhenThereAreAny() {
    ProgressLine line = new ProgressLine("f", 0, 10_000 * MIB, 0);
    assertTrue(line.at(MIB, SECOND, 80).endsWith(" 2:46:39 ETA"));
  }

  @Test
  void theRateOfAResumedFileIsOfWhatCame() {
    ProgressLine line = new ProgressLine("f", 90 * MIB, 100 * MIB, 0);
    assertTrue(line.at(100 * MIB, 2 * SECOND, 80).contains("  5.0MB/s"));
  }

  @Test
  void numbersAreScaled() {
    assertEquals("   6  ", Scaled.size(6));
    assertEquals("9999  ", Scaled.size(9999));
    assertEquals("  10KB", Scaled.size(10_000));
    assertEquals(" 293KB", Scaled.size(300_000));
    assertEquals("  0.0KB", Scaled.rate(0));
    assertEquals("123.9MB", Scaled.rate((long) (123.9 * MIB)));
    assertEquals("6B", Scaled.of(6));
    assertEquals("4.0K", Scaled.of(4096));
    assertEquals("252G", Scaled.of(264212084L * 1024));
    assertEquals("24.1G", Scaled.of(25274016L * 1024));
    assertEquals("1023B", Scaled.of(1023));
    assertEquals("8.0E", Scaled.of(Long.MAX_VALUE));
  }
}
