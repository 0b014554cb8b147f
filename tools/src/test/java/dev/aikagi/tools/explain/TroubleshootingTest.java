package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.tools.explain.Troubleshooting.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TroubleshootingTest {
  /** The tests run in the folder of their module. */
  private static final Path DOCUMENTS = Path.of("..", "docs");

  @Test
  void theDocumentSaysWhatTheCatalogueSays() throws IOException {
    check("troubleshooting.md", new Troubleshooting(Catalogue.of(""), Labels.ENGLISH));
  }

  @Test
  void theJapaneseDocumentSaysWhatTheCatalogueSays() throws IOException {
    check("troubleshooting.ja.md", new Troubleshooting(Catalogue.of("_ja"), Labels.JAPANESE));
  }

  /** Run with {@code -Ddocs=write} (as {@code ./verify --docs} does) it mends the document. */
  private static void check(String name, Troubleshooting texts) throws IOException {
    Path document = DOCUMENTS.resolve(name);
    String before = Files.readString(document);
    String now = texts.renewed(before);
    if ("write".equals(System.getProperty("docs"))) {
      Files.writeString(document, now);
    } else {
      assertEquals(before, now, name + " is out of date: ./verify --docs writes it anew");
    }
    assertEquals(Set.of(), texts.missing(), "no section of " + name + " has these");
  }

  @Test
  void anEntryIsUnderItsDecisionAndItsSight() {
    Map<String, String> texts =
        Map.of(
            "a-b.c.title", "{file}:{line}: *{x}* is",
            "a-b.c.see", "`<x>`, or ~/y",
            "a-b.c.why", "w_1",
            "a-b.c.mend", "m");
    assertEquals(
        """
        <!-- contents -->

        | You see | What it can be |
        |---|---|
        | `<x>`, or \\~/y | [\\**x*\\* is](#a-b.c) |

        <!-- end of contents -->
        <!-- reasons: other a-b -->

        <a id="a-b.c"></a>
        ### \\**x*\\* is

        - **You see:** `<x>`, or \\~/y
        - **Why:** w\\_1
        - **What mends it:** m

        <!-- end of reasons -->
        """,
        new Troubleshooting(new Catalogue(texts), Labels.ENGLISH)
            .renewed(
                """
                <!-- contents -->
                old
                <!-- end of contents -->
                <!-- reasons: other a-b -->
                old
                <!-- end of reasons -->
                """));
  }
}
