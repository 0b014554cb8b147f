package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.tools.ssh.ConnectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  private static final List<String> PARTS = List.of("name", "title", "see", "why", "mend");
  private static final Catalogue ENGLISH = Catalogue.of("");
  private static final Map<String, Class<?>> KINDS = Kinds.byCode();

  @ParameterizedTest
  @ValueSource(strings = {"Report", "Client", "Server", "Config"})
  void bothLanguagesSayTheSame(String bundle) {
    Map<String, String> english = Catalogue.ofFile(bundle, "").texts();
    Map<String, String> japanese = Catalogue.ofFile(bundle, "_ja").texts();
    assertEquals(List.copyOf(english.keySet()), List.copyOf(japanese.keySet()));
    Set<String> faults = new TreeSet<>();
    english.forEach(
        (key, text) -> {
          String other = japanese.getOrDefault(key, "");
          if (!Catalogue.placeholders(text).equals(Catalogue.placeholders(other))) {
            faults.add(key);
          }
          if (text.isBlank() || other.isBlank()) {
            faults.add(key + " is empty");
          }
        });
    assertEquals(Set.of(), faults);
  }

  @Test
  void everyKindThatIsShownHasATitle() {
    Set<String> without = new TreeSet<>(KINDS.keySet());
    without.removeIf(code -> ENGLISH.texts().containsKey(code + ".title"));
    assertEquals(Set.of(), without);
  }

  @Test
  void everyTextAboutAReasonIsAboutOneThatThereIs() {
    Set<String> unknown = new TreeSet<>();
    Set<String> keys = new TreeSet<>(ENGLISH.texts().keySet());
    // What all reports have in common is about none.
    keys.removeAll(Catalogue.ofFile("Report", "").texts().keySet());
    for (String key : keys) {
      int dot = key.lastIndexOf('.');
      if (PARTS.contains(key.substring(dot + 1)) && !KINDS.containsKey(key.substring(0, dot))) {
        unknown.add(key);
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void placeholdersAreComponentsOfTheReason() {
    Set<String> faults = new TreeSet<>();
    KINDS.forEach(
        (code, kind) -> {
          for (String part : PARTS) {
            String text = ENGLISH.texts().getOrDefault(code + "." + part, "");
            Set<String> unknown = Catalogue.placeholders(text);
            unknown.removeAll(Kinds.components(kind));
            unknown.forEach(name -> faults.add(code + "." + part + " {" + name + "}"));
          }
        });
    assertEquals(Set.of(), faults);
  }

  @Test
  void whatIsExplainedIsExplainedToTheEnd() {
    Set<String> faults = new TreeSet<>();
    for (String code : KINDS.keySet()) {
      List<String> there = new ArrayList<>(PARTS);
      there.removeIf(part -> !ENGLISH.texts().containsKey(code + "." + part));
      boolean whole = there.containsAll(List.of("title", "see", "why", "mend"));
      if (!whole && !there.equals(List.of("title")) && !there.isEmpty()) {
        faults.add(code + " has only " + there);
      }
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void placeholdersStandForTheComponentsOfTheReason() {
    Reason reason = new ConnectReason.MisspeltHost("wbe", "web", "/home/hoge/.ssh/config", 7);
    assertEquals(
        "There is no host wbe; /home/hoge/.ssh/config line 7 knows web",
        Texts.english().title(reason));
    assertTrue(Texts.named("ja").title(reason).startsWith("wbe というホストはありません"));
  }

  @Test
  void aReasonInAReasonIsItsTitle() {
    Reason reason = new IdentityReason.BadFile("/home/hoge/id", new KeyFileRefusal.PublicKeyOnly());
    assertEquals(
        "The key /home/hoge/id cannot be used: the file holds a public key, not a private one",
        Texts.english().title(reason));
  }

  @Test
  void whatAPeerSaysCannotMoveTheCursorOrStandForAnotherPlaceholder() {
    Reason reason = new ConnectReason.UnknownHost("\033[2J{fault}$1", "none");
    String title = Texts.english().title(reason);
    assertFalse(title.contains("\033"), title);
    assertTrue(title.contains("{fault}$1"), title);
  }

  @Test
  void aReasonWithoutTextsSaysItsOwnSentence() {
    Reason reason = () -> "nobody\033 knows";
    assertEquals("nobody\\033 knows", Texts.english().title(reason));
    assertEquals(Optional.empty(), Texts.english().why(reason));
    assertEquals(Optional.empty(), Texts.english().mend(reason));
  }

  @Test
  void aModeIsOctal() {
    Words words = Words.of("seen.mode", "file", "config", "mode", 0666);
    assertEquals("config has mode 0666", Texts.english().text(words));
  }

  @Test
  void aPlaceholderThatNothingStandsForIsAFault() {
    Words words = Words.of("seen.mode", "file", "config");
    assertThrows(IllegalArgumentException.class, () -> Texts.english().text(words));
  }

  /** As {@code locale(1)} shows LC_MESSAGES for the same three variables. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, ja_JP.UTF-8, ja",
        "-, ja_JP, en_US.UTF-8, ja",
        "C, -, ja_JP.UTF-8, en",
        "'', '', ja_JP.UTF-8, ja",
        "ja, C, C, ja",
        "-, -, ja.UTF-8, ja",
        "-, -, jam_JM, en",
        "-, -, de_DE.UTF-8, en",
        "-, -, -, en"
      })
  void theEnvironmentChoosesTheLanguage(String all, String messages, String lang, String expected) {
    Texts texts =
        Texts.ofEnvironment(
            name ->
                Optional.ofNullable(
                    switch (name) {
                      case "LC_ALL" -> all;
                      case "LC_MESSAGES" -> messages;
                      default -> lang;
                    }));
    assertEquals(Locale.of(expected), texts.language());
  }

  @Test
  void englishIsEnglishWhereverItRuns() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.JAPAN);
    try {
      assertEquals(
          ENGLISH.texts().get("report.healthy"), Texts.english().text(Words.of("report.healthy")));
    } finally {
      Locale.setDefault(before);
    }
  }
}
