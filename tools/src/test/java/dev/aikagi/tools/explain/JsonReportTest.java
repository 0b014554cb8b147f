package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  @Test
  void saysWhereAllIsWell() {
    assertEquals(
        """
        {
          "version": 1,
          "healthy": true,
          "subject": "The way to hoge@example.org",
          "way": [
            {
              "mark": "ok",
              "key": "way.connected",
              "text": "Connected to ::1",
              "parts": []
            }
          ],
          "findings": [],
          "tidyUps": []
        }
        """,
        JsonReport.of(Samples.healthy(), Texts.english()));
  }

  @Test
  void namesWhatIsWrongByItsCode() {
    String json = JsonReport.of(Samples.sick(), Texts.english());
    assertTrue(json.contains("\"code\": \"connect.refused\""), json);
    assertTrue(json.contains("\"mark\": \"not-seen\""), json);
    assertTrue(json.contains("\"where\": \"server\""), json);
    assertTrue(
        json.indexOf("\"rank\": \"certain\"") < json.indexOf("\"rank\": \"risk\""),
        "the likeliest comes first");
    assertTrue(json.contains("\"fixable\": true"), json);
  }

  @Test
  void whatCouldBeTidierLeavesItHealthy() {
    TidyUp tidyUp = TidyUp.ofLineEnds(Path.of("/keys"), Bytes.utf8("a\r\n\r\nb\n")).orElseThrow();
    Report report = new Report(Samples.healthy().subject(), List.of(), List.of(), List.of(tidyUp));
    String json = JsonReport.of(report, Texts.english());
    assertTrue(json.contains("\"healthy\": true"), json);
    assertTrue(json.contains("\"key\": \"tidy.line-ends\""), json);
    assertTrue(json.contains("/keys: 2 lines end with CR and LF"), json);
    String plain = PlainReport.of(report, Texts.english(), Paper.PLAIN);
    assertTrue(plain.contains("Healthy: nothing stands in the way.\n\nNo fault, and"), plain);
  }

  @Test
  void codesAndKeysAreTheSameInEveryLanguage() {
    String json = JsonReport.of(Samples.sick(), Texts.named("ja"));
    assertTrue(json.contains("\"code\": \"session.refused\""), json);
    assertTrue(json.contains("\"key\": \"way.identities\""), json);
    assertTrue(json.contains("\"text\": \"候補になった鍵\""), json);
  }
}
