package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason of the server's side has its texts in every language, and no text has no reason. */
class ServerTextsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static Properties texts(String file) throws Exception {
    Properties texts = new Properties();
    try (Reader in =
        new InputStreamReader(
            LoginWalk.class.getResourceAsStream("/dev/aikagi/tools/explain/" + file),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }

  private static String code(Class<?> kind, Class<?> reason) {
    String subject = kind.getSimpleName().replaceFirst("(Reason|Refusal)$", "");
    return HUMP.matcher(subject).replaceAll("-").toLowerCase(java.util.Locale.ROOT)
        + "."
        + HUMP.matcher(reason.getSimpleName()).replaceAll("-").toLowerCase(java.util.Locale.ROOT);
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(r -> r.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ServerTexts.properties", "ServerTexts_ja.properties"})
  void everyReasonHasItsTexts(String file) throws Exception {
    Properties texts = texts(file);
    Set<String> known = new TreeSet<>();
    for (Class<? extends Reason> kind : LoginWalk.REASONS) {
      for (Class<?> reason : kind.getPermittedSubclasses()) {
        String code = code(kind, reason);
        String title = texts.getProperty(code + ".title");
        assertTrue(title != null && !title.isBlank(), code);
        Set<String> components =
            Arrays.stream(reason.getRecordComponents())
                .map(c -> c.getName())
                .collect(Collectors.toSet());
        List<String> parts = List.of("see", "why", "mend");
        long there = parts.stream().filter(p -> texts.containsKey(code + "." + p)).count();
        assertTrue(there == 0 || there == parts.size(), code);
        known.add(code + ".title");
        parts.forEach(p -> known.add(code + "." + p));
        for (String part : List.of("title", "see", "why", "mend")) {
          Set<String> used = placeholders(texts.getProperty(code + "." + part, ""));
          assertTrue(components.containsAll(used), code + "." + part + " " + used);
        }
      }
    }
    for (String key : texts.stringPropertyNames()) {
      assertTrue(known.contains(key) || key.startsWith("walk."), key);
    }
  }

  @Test
  void bothLanguagesSayTheSame() throws Exception {
    Properties english = texts("ServerTexts.properties");
    Properties japanese = texts("ServerTexts_ja.properties");
    assertEquals(english.stringPropertyNames(), japanese.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertEquals(
          placeholders(english.getProperty(key)), placeholders(japanese.getProperty(key)), key);
    }
  }
}
