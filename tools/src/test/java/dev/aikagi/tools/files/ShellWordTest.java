package dev.aikagi.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.tools.Octets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellWordTest {
  @Test
  void theShellHasTheSameBytes() throws Exception {
    List<String> words =
        List.of(
            "",
            "a b",
            "'",
            "a'b\\n",
            "\n\n",
            "\u00ff",
            "\u00e9\n",
            "\n\u00e9'\u00ff x\n\n",
            "$x`y`\"\u0080%");
    for (String octets : words) {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + ShellWord.of(octets)).start();
      String said = Octets.of(process.getInputStream().readAllBytes());
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(octets + "|", said);
    }
  }
}
