package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskpassTest {
  private static void ends(String script, Consumer<Process> end) throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", script).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("ready", out.readLine());
      ProcessHandle child = process.children().findFirst().orElseThrow();
      end.accept(process);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      child.onExit().get(30, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void itEndsWithWhatItHasStarted() throws Exception {
    ends("sleep 300 & echo ready; wait", process -> Askpass.end(process, Duration.ofMinutes(5)));
  }

  @Test
  @Tag("G1")
  void whatDoesNotHeedSigtermIsKilled() throws Exception {
    String script = "trap '' TERM; sleep 300 & echo ready; while :; do wait; done";
    ends(script, process -> Askpass.end(process, Duration.ofMillis(1)));
    ends(script, Askpass::kill);
  }
}
