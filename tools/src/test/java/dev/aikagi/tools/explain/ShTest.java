package dev.aikagi.tools.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "/home/hoge/.ssh/id_ed25519",
        "two words",
        "it's",
        "'",
        "''",
        "$HOME `id` $(id) \\ \" !!",
        "~",
        "~root",
        "a~b",
        "*",
        "[a-z]?",
        "{a,b}",
        "a;b&c|d>e<f",
        "#no comment",
        "line\nbreak",
        "\ttab",
        "-n",
        "A=b",
        "鍵 é"
      })
  void aWordIsThatWordToARealShell(String word) throws IOException {
    assertEquals(word, shell("printf %s " + Sh.word(word)));
  }

  @Test
  void theWordsOfALineStaySeparate() throws IOException {
    List<String> words = List.of("a b", "", "c'd", "e");
    assertEquals("<a b><><c'd><e>", shell("printf '<%s>' " + Sh.line(words)));
  }

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertEquals(
        "ssh -o IdentitiesOnly=yes -p 22 hoge@example.org",
        Sh.line("ssh", "-o", "IdentitiesOnly=yes", "-p", 22, "hoge@example.org"));
    assertEquals("'it'\\''s'", Sh.word("it's"));
  }

  private static String shell(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
