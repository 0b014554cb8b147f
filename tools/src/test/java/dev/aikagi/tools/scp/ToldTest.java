package dev.aikagi.tools.scp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgressMeter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F1")
class ToldTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Told told(boolean remote) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Output out = new Output(stream, stream);
    return new Told(out, new ProgressMeter(out), false, true, remote);
  }

  /** CVE-2019-6109: what a server says must not move the cursor or hide a line. */
  @Test
  void whatAServerSaysIsShownHarmlessly() {
    Told told = told(false);
    told.peerFailed(Bytes.utf8("scp: \033[2Ja\rb\u009b合"));
    told.record("Sink: ", Bytes.utf8("C0644 1 \033[31m"));
    assertEquals(
        "scp: \\033[2Ja\\015b\\302\\233合\nSink: C0644 1 \\033[31m\n",
        said.toString(StandardCharsets.UTF_8));
    assertTrue(told.failed());
  }

  @Test
  void theServersEndLeavesItToTheOther() {
    Told told = told(true);
    told.failed(Bytes.utf8("x: No such file or directory"));
    assertEquals("", said.toString(StandardCharsets.UTF_8));
    assertTrue(told.failed());
  }
}
