package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.explain.Paper.Style;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperTest {
  private static final String WORDS =
      "The machine is there, and no program accepts connections at this port.";
  private static final String JAPANESE = "マシンは動いていますが、このポートで接続を受け付けるプログラムがありません。";

  private static List<String> lines(int columns, String first, String text) {
    return new Paper(columns, false).paragraph(first, Style.PLAIN, text).lines().toList();
  }

  @Test
  void wrapsBetweenWordsAndIndents() {
    assertEquals(
        List.of(
            "Why: The machine is there, and",
            "     no program accepts",
            "     connections at this port."),
        lines(30, "Why: ", WORDS));
  }

  @Test
  void aLineThatJustFitsIsNotWrapped() {
    assertEquals(List.of("1234 6789 1234 6789 1234 6789"), lines(29, "", "1234 6789 ".repeat(3)));
    assertEquals(
        List.of("1234 6789 1234 6789 1234", "6789"), lines(28, "", "1234 6789 ".repeat(3)));
  }

  @Test
  void whereNothingIsToWrapNothingDoes() {
    assertEquals(List.of(WORDS.repeat(20)), lines(0, "", WORDS.repeat(20)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 21, 33, 80})
  void nothingIsLostAndNoLineIsTooWide(int columns) {
    for (String text : List.of(WORDS, JAPANESE, "鍵 /home/hoge/.ssh/id は他人が読めます")) {
      List<String> lines = lines(columns, "  - ", text);
      // A terminal that is narrower than this is nobody's.
      int most = Math.max(columns, "  - ".length() + 20);
      for (String line : lines) {
        assertTrue(Paper.width(line) <= most, line);
      }
      String together = lines.stream().map(String::strip).collect(Collectors.joining());
      assertEquals(("- " + text).replace(" ", ""), together.replace(" ", ""));
    }
  }

  /** As in Japanese print. */
  @Test
  void noLineBeginsWithAMarkThatCloses() {
    String wide = "鍵".repeat(9);
    for (String mark : List.of("。", "）", ":", ",")) {
      assertEquals(
          List.of("鍵".repeat(9), "鍵" + mark + " x"), lines(20, "", wide + "鍵" + mark + " x"));
    }
  }

  @Test
  void aWordLongerThanALineIsCut() {
    String word = "x".repeat(50);
    assertEquals(
        List.of(word.substring(0, 20), word.substring(20, 40), "x".repeat(10)),
        lines(20, "", word));
  }

  @Test
  void aWordLongerThanALineIsCutBetweenCharacters() {
    String keys = "🔑".repeat(30);
    for (String line : lines(20, "", keys)) {
      assertFalse(Character.isLowSurrogate(line.charAt(0)), line);
      assertFalse(Character.isHighSurrogate(line.charAt(line.length() - 1)), line);
    }
  }

  @Test
  void japaneseWrapsAnywhereButBeforeAMarkThatCloses() {
    List<String> lines = lines(24, "", JAPANESE);
    assertEquals("マシンは動いていますが、", lines.getFirst());
    for (String line : lines(22, "", JAPANESE)) {
      assertFalse(line.startsWith("、") || line.startsWith("。"), line);
    }
  }

  @Test
  void coloursTakeNoRoom() {
    Paper paper = new Paper(20, true);
    String first = paper.styled(Style.FAULT, "x") + " ";
    assertEquals(2, Paper.width(first));
    assertEquals(
        "\033[31mx\033[0m \033[1mabcdefgh abcdefghi\033[0m\n  \033[1mab\033[0m\n",
        paper.paragraph(first, Style.STRONG, "abcdefgh abcdefghi ab"));
  }

  @Test
  void plainPaperHasNoColours() {
    assertEquals("text", Paper.PLAIN.styled(Style.FAULT, "text"));
    assertFalse(new Paper(40, false).paragraph("", Style.STRONG, WORDS).contains("\033"));
  }

  @Test
  void whatIsNoTerminalIsPlain() {
    assertEquals(Paper.PLAIN, Paper.ofOutput(false, null));
  }
}
